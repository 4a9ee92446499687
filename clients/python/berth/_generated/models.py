# Made from gateway/openapi.json by `npm run generate --workspace @berth/python`; change that, not this.

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from .._record import Record, instant
from . import enums

__all__ = [
    "AcceptOfferSuccess",
    "Actor",
    "ApiToken",
    "ApproveJobsSuccess",
    "ArrayCounts",
    "Availability",
    "BulkJobsItem",
    "CalendarDevice",
    "CalendarEntry",
    "CalendarFeed",
    "CancelJobsSuccess",
    "CancelMaintenanceSuccess",
    "CancelReservationSuccess",
    "Charge",
    "ChargeLine",
    "CreateApiTokenSuccess",
    "CreateCalendarFeedSuccess",
    "CreateJoinTokenSuccess",
    "DecideRequestsSuccess",
    "Decision",
    "DeleteJobsSuccess",
    "Device",
    "DeviceLogin",
    "DeviceSample",
    "DeviceUsage",
    "Distribution",
    "Error",
    "FairSharePolicy",
    "FairShares",
    "FreeWindow",
    "GpuRequest",
    "GpuSpec",
    "Grant",
    "HistoryEntry",
    "Host",
    "HostAccount",
    "HostCondition",
    "HostFacts",
    "HostReference",
    "HostSample",
    "HostUsage",
    "Job",
    "JobArray",
    "JobArrayReference",
    "JobEvent",
    "JobInList",
    "JobOrigin",
    "JobProgress",
    "JobReference",
    "JobTemplate",
    "JoinToken",
    "KeptLines",
    "LogBatch",
    "LogHit",
    "LogLine",
    "LogSearchResult",
    "LoginSuccess",
    "Maintenance",
    "MaintenanceHost",
    "MetricBatch",
    "MetricPoint",
    "Node",
    "OfferedDevice",
    "ParkedMessage",
    "Pending",
    "PendingReason",
    "PolicyComparison",
    "PolicyReport",
    "Pool",
    "PoolCalendar",
    "PoolHostSample",
    "PoolPolicy",
    "PoolReference",
    "PoolSamples",
    "Preemption",
    "PreemptionPolicy",
    "Price",
    "Process",
    "Profile",
    "Project",
    "ProjectFairShare",
    "ProjectMember",
    "ProjectReference",
    "ProjectShares",
    "QueueChange",
    "QueueEntry",
    "Quota",
    "QuotaLine",
    "RefreshSuccess",
    "RegisterSuccess",
    "RejectJobsSuccess",
    "ReplayParkedSuccess",
    "RequestItem",
    "RequestedGpus",
    "Reservation",
    "ReservationChange",
    "ReservationInList",
    "ReservationOverstay",
    "ReservationPolicy",
    "ReservationReference",
    "ReservationWarning",
    "ReserveSuccess",
    "ReservedDevice",
    "Retry",
    "Run",
    "RunDevice",
    "Schedule",
    "ScheduleFiring",
    "ScheduleInList",
    "ScheduleReference",
    "ScheduledNode",
    "SearchFailure",
    "SearchHit",
    "SearchResults",
    "Session",
    "SetMaintenanceSuccess",
    "SimulatedFairness",
    "SimulatedGroup",
    "SimulatedUtilisation",
    "Simulation",
    "SlotLimits",
    "SubmitJobsItem",
    "SubmitJobsSuccess",
    "UnfinishedJobs",
    "UsageRow",
    "User",
    "UserFairShare",
    "UserReference",
    "UserShares",
    "Waitlist",
    "WaitlistEntry",
    "WaitlistOffer",
    "Workflow",
    "WorkflowInList",
    "WorkflowNode",
    "WorkflowReference",
]


class AcceptOfferSuccess(Record):
    """`acceptOffer` succeeded."""

    __slots__ = ()
    _fields = {
        "reservation": "reservation",
        "reservation_id": "reservationId",
    }

    @property
    def reservation(self) -> Reservation | None:
        """The reservation."""
        return None if self._wire["reservation"] is None else Reservation(self._wire["reservation"])

    @property
    def reservation_id(self) -> str:
        """Id of the reservation, which begins immediately."""
        return self._wire["reservationId"]


class Actor(Record):
    """Who caused the event."""

    __slots__ = ()
    _fields = {
        "id": "id",
        "kind": "kind",
        "user": "user",
    }

    @property
    def id(self) -> str:
        """Id of the user, the host or the component of Berth."""
        return self._wire["id"]

    @property
    def kind(self) -> str:
        """user, token, agent or system."""
        return self._wire["kind"]

    @property
    def user(self) -> UserReference | None:
        """The user, or the owner of the token."""
        return None if self._wire["user"] is None else UserReference(self._wire["user"])


class ApiToken(Record):
    """An API token for scripts. The token itself is shown only once."""

    __slots__ = ()
    _fields = {
        "created_at": "createdAt",
        "expires_at": "expiresAt",
        "id": "id",
        "name": "name",
        "revoked": "revoked",
        "scopes": "scopes",
    }

    @property
    def created_at(self) -> datetime:
        """When it was created."""
        return instant(self._wire["createdAt"])

    @property
    def expires_at(self) -> datetime:
        """When it expires."""
        return instant(self._wire["expiresAt"])

    @property
    def id(self) -> str:
        """Id for revoking it."""
        return self._wire["id"]

    @property
    def name(self) -> str:
        """Description."""
        return self._wire["name"]

    @property
    def revoked(self) -> bool:
        """Whether it was revoked."""
        return self._wire["revoked"]

    @property
    def scopes(self) -> list[enums.ApiTokenScope]:
        """What it may be used for."""
        return self._wire["scopes"]


class ApproveJobsSuccess(Record):
    """`approveJobs` succeeded. Each job succeeds or fails independently."""

    __slots__ = ()
    _fields = {
        "items": "items",
        "more": "more",
    }

    @property
    def items(self) -> list[BulkJobsItem]:
        """What became of each job: in the order of the ids, or newest first."""
        return [BulkJobsItem(x) for x in self._wire["items"]]

    @property
    def more(self) -> bool:
        """Whether the filter has more jobs than were changed. Send it again for the next ones."""
        return self._wire["more"]


class ArrayCounts(Record):
    """Number of members by state; the sum is the size of the array."""

    __slots__ = ()
    _fields = {
        "cancelled": "cancelled",
        "failed": "failed",
        "held": "held",
        "refused": "refused",
        "running": "running",
        "succeeded": "succeeded",
        "waiting": "waiting",
    }

    @property
    def cancelled(self) -> int:
        """Cancelled members, including those that were never submitted."""
        return self._wire["cancelled"]

    @property
    def failed(self) -> int:
        """Jobs that failed or reached their time limit."""
        return self._wire["failed"]

    @property
    def held(self) -> int:
        """Not submitted yet because of `maxParallel`."""
        return self._wire["held"]

    @property
    def refused(self) -> int:
        """Members that were refused at submission."""
        return self._wire["refused"]

    @property
    def running(self) -> int:
        """Running jobs."""
        return self._wire["running"]

    @property
    def succeeded(self) -> int:
        """Succeeded jobs."""
        return self._wire["succeeded"]

    @property
    def waiting(self) -> int:
        """Waiting jobs."""
        return self._wire["waiting"]


class Availability(Record):
    """When devices can be reserved."""

    __slots__ = ()
    _fields = {
        "matching": "matching",
        "pool": "pool",
        "windows": "windows",
    }

    @property
    def matching(self) -> int:
        """Number of matching devices in service that the caller may use."""
        return self._wire["matching"]

    @property
    def pool(self) -> PoolReference | None:
        """Pool of the devices."""
        return None if self._wire["pool"] is None else PoolReference(self._wire["pool"])

    @property
    def windows(self) -> list[FreeWindow]:
        """In order of their start; none lies within another."""
        return [FreeWindow(x) for x in self._wire["windows"]]


class BulkJobsItem(Record):
    """What became of one job: changed or refused."""

    __slots__ = ()
    _fields = {
        "error": "error",
        "id": "id",
        "job": "job",
    }

    @property
    def error(self) -> Error | None:
        """Why it was refused."""
        return None if self._wire["error"] is None else Error(self._wire["error"])

    @property
    def id(self) -> str:
        """Id of the job."""
        return self._wire["id"]

    @property
    def job(self) -> JobReference | None:
        """The job after the change; null where it was refused."""
        return None if self._wire["job"] is None else JobReference(self._wire["job"])


class CalendarDevice(Record):
    """A device."""

    __slots__ = ()
    _fields = {
        "host_id": "hostId",
        "uuid": "uuid",
    }

    @property
    def host_id(self) -> str:
        """Id of its host."""
        return self._wire["hostId"]

    @property
    def uuid(self) -> str:
        """UUID of the device."""
        return self._wire["uuid"]


class CalendarEntry(Record):
    """What occupies devices for a time. Entries of other projects show only that the devices are busy."""

    __slots__ = ()
    _fields = {
        "devices": "devices",
        "entry_id": "entryId",
        "from_": "from",
        "job": "job",
        "kind": "kind",
        "project": "project",
        "reservation": "reservation",
        "title": "title",
        "until": "until",
        "user": "user",
        "visible": "visible",
    }

    @property
    def devices(self) -> list[CalendarDevice]:
        """Devices that the caller may see."""
        return [CalendarDevice(x) for x in self._wire["devices"]]

    @property
    def entry_id(self) -> str | None:
        """Id of the reservation, offer, maintenance or job."""
        return self._wire["entryId"]

    @property
    def from_(self) -> datetime:
        """Start."""
        return instant(self._wire["from"])

    @property
    def job(self) -> JobReference | None:
        """The job, for an entry of this kind."""
        return None if self._wire["job"] is None else JobReference(self._wire["job"])

    @property
    def kind(self) -> enums.CalendarEntryKind:
        """Kind of the entry."""
        return self._wire["kind"]

    @property
    def project(self) -> ProjectReference | None:
        """Owner."""
        return None if self._wire["project"] is None else ProjectReference(self._wire["project"])

    @property
    def reservation(self) -> ReservationReference | None:
        """The reservation, for an entry of this kind."""
        return None if self._wire["reservation"] is None else ReservationReference(self._wire["reservation"])

    @property
    def title(self) -> str | None:
        """Title or reason."""
        return self._wire["title"]

    @property
    def until(self) -> datetime | None:
        """Latest end; null if there is no limit."""
        return None if self._wire["until"] is None else instant(self._wire["until"])

    @property
    def user(self) -> UserReference | None:
        """Holder."""
        return None if self._wire["user"] is None else UserReference(self._wire["user"])

    @property
    def visible(self) -> bool:
        """Whether the caller may see the details; if not, the other fields are null."""
        return self._wire["visible"]


class CalendarFeed(Record):
    """Reservations as iCalendar at a secret URL, for calendar programs."""

    __slots__ = ()
    _fields = {
        "created_at": "createdAt",
        "id": "id",
        "of": "of",
        "revoked_at": "revokedAt",
        "scope": "scope",
    }

    @property
    def created_at(self) -> datetime:
        """When it was created."""
        return instant(self._wire["createdAt"])

    @property
    def id(self) -> str:
        """Id for revoking it."""
        return self._wire["id"]

    @property
    def of(self) -> str | None:
        """The device's UUID, or the pool's id."""
        return self._wire["of"]

    @property
    def revoked_at(self) -> datetime | None:
        """When it was revoked."""
        return None if self._wire["revokedAt"] is None else instant(self._wire["revokedAt"])

    @property
    def scope(self) -> enums.CalendarFeedScope:
        """Which reservations it contains."""
        return self._wire["scope"]


class CancelJobsSuccess(Record):
    """`cancelJobs` succeeded. Each job succeeds or fails independently."""

    __slots__ = ()
    _fields = {
        "items": "items",
        "more": "more",
    }

    @property
    def items(self) -> list[BulkJobsItem]:
        """What became of each job: in the order of the ids, or newest first."""
        return [BulkJobsItem(x) for x in self._wire["items"]]

    @property
    def more(self) -> bool:
        """Whether the filter has more jobs than were changed. Send it again for the next ones."""
        return self._wire["more"]


class CancelMaintenanceSuccess(Record):
    """`cancelMaintenance` succeeded."""

    __slots__ = ()
    _fields = {
        "maintenance": "maintenance",
    }

    @property
    def maintenance(self) -> list[Maintenance]:
        """The maintenance windows, in order."""
        return [Maintenance(x) for x in self._wire["maintenance"]]


class CancelReservationSuccess(Record):
    """`cancelReservation` succeeded."""

    __slots__ = ()
    _fields = {
        "reservation": "reservation",
        "reservations": "reservations",
    }

    @property
    def reservation(self) -> Reservation:
        """The first one."""
        return Reservation(self._wire["reservation"])

    @property
    def reservations(self) -> list[Reservation]:
        """All of them, in order."""
        return [Reservation(x) for x in self._wire["reservations"]]


class Charge(Record):
    """Cost of a lease."""

    __slots__ = ()
    _fields = {
        "amount": "amount",
        "amount_micros": "amountMicros",
        "currency": "currency",
        "device_seconds": "deviceSeconds",
        "from_": "from",
        "id": "id",
        "job": "job",
        "lease_id": "leaseId",
        "lines": "lines",
        "project": "project",
        "reservation_id": "reservationId",
        "run": "run",
        "seconds": "seconds",
        "to": "to",
    }

    @property
    def amount(self) -> Decimal:
        """The amount in decimal notation, such as 1.50."""
        return Decimal(self._wire["amount"])

    @property
    def amount_micros(self) -> int:
        """Amount; with `month`, the part of it that falls within the month."""
        return self._wire["amountMicros"]

    @property
    def currency(self) -> str:
        """ISO 4217 code."""
        return self._wire["currency"]

    @property
    def device_seconds(self) -> float:
        """Device-seconds, divided where a device was shared."""
        return float(self._wire["deviceSeconds"])

    @property
    def from_(self) -> datetime:
        """When the lease began."""
        return instant(self._wire["from"])

    @property
    def id(self) -> str:
        """Its id."""
        return self._wire["id"]

    @property
    def job(self) -> JobReference | None:
        """The job that held it; null for a lease of a reservation."""
        return None if self._wire["job"] is None else JobReference(self._wire["job"])

    @property
    def lease_id(self) -> str:
        """The lease."""
        return self._wire["leaseId"]

    @property
    def lines(self) -> list[ChargeLine]:
        """One line for each device and price."""
        return [ChargeLine(x) for x in self._wire["lines"]]

    @property
    def project(self) -> ProjectReference | None:
        """Project to which it is charged."""
        return None if self._wire["project"] is None else ProjectReference(self._wire["project"])

    @property
    def reservation_id(self) -> str | None:
        """The reservation that held it during its window. Runs within it share its devices, so that they are charged once."""
        return self._wire["reservationId"]

    @property
    def run(self) -> int | None:
        """Run of the job."""
        return self._wire["run"]

    @property
    def seconds(self) -> float:
        """Duration of the lease; with `month`, the part within the month."""
        return float(self._wire["seconds"])

    @property
    def to(self) -> datetime | None:
        """When the lease ended; null while it is active, and the amount is then the amount so far."""
        return None if self._wire["to"] is None else instant(self._wire["to"])


class ChargeLine(Record):
    """One device at one price within a charge."""

    __slots__ = ()
    _fields = {
        "amount_micros": "amountMicros",
        "device_seconds": "deviceSeconds",
        "micros_per_hour": "microsPerHour",
        "model": "model",
        "uuid": "uuid",
    }

    @property
    def amount_micros(self) -> int:
        """Amount."""
        return self._wire["amountMicros"]

    @property
    def device_seconds(self) -> float:
        """Device-seconds, divided among the leases that shared the device."""
        return float(self._wire["deviceSeconds"])

    @property
    def micros_per_hour(self) -> int:
        """Price per hour."""
        return self._wire["microsPerHour"]

    @property
    def model(self) -> str:
        """Its model."""
        return self._wire["model"]

    @property
    def uuid(self) -> str:
        """The device."""
        return self._wire["uuid"]


class CreateApiTokenSuccess(Record):
    """`createApiToken` succeeded."""

    __slots__ = ()
    _fields = {
        "api_token": "apiToken",
        "token": "token",
    }

    @property
    def api_token(self) -> ApiToken:
        """The stored token, without its secret."""
        return ApiToken(self._wire["apiToken"])

    @property
    def token(self) -> str:
        """The token. It is shown only once."""
        return self._wire["token"]


class CreateCalendarFeedSuccess(Record):
    """`createCalendarFeed` succeeded."""

    __slots__ = ()
    _fields = {
        "feed": "feed",
        "url": "url",
    }

    @property
    def feed(self) -> CalendarFeed:
        """The feed."""
        return CalendarFeed(self._wire["feed"])

    @property
    def url(self) -> str:
        """URL of the feed. Everyone who has it can read the feed. It is shown only once."""
        return self._wire["url"]


class CreateJoinTokenSuccess(Record):
    """`createJoinToken` succeeded."""

    __slots__ = ()
    _fields = {
        "expires_at": "expiresAt",
        "token": "token",
        "token_id": "tokenId",
    }

    @property
    def expires_at(self) -> datetime | None:
        """When it expires."""
        return None if self._wire["expiresAt"] is None else instant(self._wire["expiresAt"])

    @property
    def token(self) -> str:
        """The token. It is shown only once."""
        return self._wire["token"]

    @property
    def token_id(self) -> str:
        """Id for revoking it."""
        return self._wire["tokenId"]


class DecideRequestsSuccess(Record):
    """`decideRequests` succeeded. Each decision succeeds or fails independently."""

    __slots__ = ()
    _fields = {
        "decisions": "decisions",
    }

    @property
    def decisions(self) -> list[Decision]:
        """One decision for each distinct id, in the given order."""
        return [Decision(x) for x in self._wire["decisions"]]


class Decision(Record):
    """Result of one decision."""

    __slots__ = ()
    _fields = {
        "code": "code",
        "done": "done",
        "id": "id",
        "message": "message",
    }

    @property
    def code(self) -> str | None:
        """Error code if it failed."""
        return self._wire["code"]

    @property
    def done(self) -> bool:
        """Whether the decision is in effect, by this call or an earlier one."""
        return self._wire["done"]

    @property
    def id(self) -> str:
        """Id of the request or job."""
        return self._wire["id"]

    @property
    def message(self) -> str | None:
        """Error message if it failed."""
        return self._wire["message"]


class DeleteJobsSuccess(Record):
    """`deleteJobs` succeeded. Each job succeeds or fails independently."""

    __slots__ = ()
    _fields = {
        "items": "items",
        "more": "more",
    }

    @property
    def items(self) -> list[BulkJobsItem]:
        """What became of each job: in the order of the ids, or newest first."""
        return [BulkJobsItem(x) for x in self._wire["items"]]

    @property
    def more(self) -> bool:
        """Whether the filter has more jobs than were changed. Send it again for the next ones."""
        return self._wire["more"]


class Device(Record):
    """One GPU, or a MIG slice of one."""

    __slots__ = ()
    _fields = {
        "compute_capability": "computeCapability",
        "cuda_version": "cudaVersion",
        "driver_version": "driverVersion",
        "host": "host",
        "index": "index",
        "limits": "limits",
        "memory_mib": "memoryMiB",
        "mig_mode": "migMode",
        "missing": "missing",
        "model": "model",
        "parent_uuid": "parentUuid",
        "pci_bus_id": "pciBusId",
        "sharing": "sharing",
        "simulated": "simulated",
        "state": "state",
        "state_reason": "stateReason",
        "uuid": "uuid",
    }

    @property
    def compute_capability(self) -> str | None:
        """For example 8.0."""
        return self._wire["computeCapability"]

    @property
    def cuda_version(self) -> str | None:
        """CUDA version supported by the driver."""
        return self._wire["cudaVersion"]

    @property
    def driver_version(self) -> str | None:
        """Version of the driver."""
        return self._wire["driverVersion"]

    @property
    def host(self) -> HostReference | None:
        """Host of the device."""
        return None if self._wire["host"] is None else HostReference(self._wire["host"])

    @property
    def index(self) -> int:
        """Index on the host: cuda:0, cuda:1, … Unique among the present devices; pciBusId identifies the slot."""
        return self._wire["index"]

    @property
    def limits(self) -> SlotLimits:
        """Limits of concurrent runs."""
        return SlotLimits(self._wire["limits"])

    @property
    def memory_mib(self) -> int | None:
        """Memory in MiB; null if the driver does not report it."""
        return self._wire["memoryMiB"]

    @property
    def mig_mode(self) -> str | None:
        """`enabled` or `disabled` if the device supports MIG."""
        return self._wire["migMode"]

    @property
    def missing(self) -> bool:
        """Whether the agent no longer finds it."""
        return self._wire["missing"]

    @property
    def model(self) -> str:
        """Name of the model."""
        return self._wire["model"]

    @property
    def parent_uuid(self) -> str | None:
        """The GPU that a slice is part of."""
        return self._wire["parentUuid"]

    @property
    def pci_bus_id(self) -> str | None:
        """PCI bus id."""
        return self._wire["pciBusId"]

    @property
    def sharing(self) -> enums.DeviceSharing:
        """How runs on it are isolated, given its limits and MIG."""
        return self._wire["sharing"]

    @property
    def simulated(self) -> bool:
        """Whether the device is simulated."""
        return self._wire["simulated"]

    @property
    def state(self) -> enums.EffectiveDeviceState:
        """Effective state."""
        return self._wire["state"]

    @property
    def state_reason(self) -> str | None:
        """Reason for the state."""
        return self._wire["stateReason"]

    @property
    def uuid(self) -> str:
        """UUID of the device, as reported by nvidia-smi."""
        return self._wire["uuid"]


class DeviceLogin(Record):
    """A program that waits to be logged in by a code, which it shows to its user."""

    __slots__ = ()
    _fields = {
        "client": "client",
        "expires_at": "expiresAt",
        "network": "network",
        "requested_at": "requestedAt",
        "state": "state",
    }

    @property
    def client(self) -> str:
        """What the program calls itself, which anybody can claim."""
        return self._wire["client"]

    @property
    def expires_at(self) -> datetime:
        """Until when the code can be used."""
        return instant(self._wire["expiresAt"])

    @property
    def network(self) -> str | None:
        """The address that it asked from; of IPv6 the network."""
        return self._wire["network"]

    @property
    def requested_at(self) -> datetime:
        """When the program asked."""
        return instant(self._wire["requestedAt"])

    @property
    def state(self) -> enums.DeviceLoginState:
        """What was decided."""
        return self._wire["state"]


class DeviceSample(Record):
    """Sample of a device."""

    __slots__ = ()
    _fields = {
        "memory_total_mib": "memoryTotalMiB",
        "memory_used_mib": "memoryUsedMiB",
        "power_w": "powerW",
        "simulated": "simulated",
        "temperature": "temperature",
        "utilisation_gpu": "utilisationGpu",
        "utilisation_memory": "utilisationMemory",
        "uuid": "uuid",
    }

    @property
    def memory_total_mib(self) -> float | None:
        """Memory, in MiB."""
        return None if self._wire["memoryTotalMiB"] is None else float(self._wire["memoryTotalMiB"])

    @property
    def memory_used_mib(self) -> float | None:
        """Memory in use, in MiB."""
        return None if self._wire["memoryUsedMiB"] is None else float(self._wire["memoryUsedMiB"])

    @property
    def power_w(self) -> float | None:
        """Power in watts."""
        return None if self._wire["powerW"] is None else float(self._wire["powerW"])

    @property
    def simulated(self) -> bool:
        """Whether the device is simulated."""
        return self._wire["simulated"]

    @property
    def temperature(self) -> float | None:
        """Temperature in degrees Celsius."""
        return None if self._wire["temperature"] is None else float(self._wire["temperature"])

    @property
    def utilisation_gpu(self) -> float | None:
        """GPU utilisation in percent."""
        return None if self._wire["utilisationGpu"] is None else float(self._wire["utilisationGpu"])

    @property
    def utilisation_memory(self) -> float | None:
        """Memory controller utilisation in percent."""
        return None if self._wire["utilisationMemory"] is None else float(self._wire["utilisationMemory"])

    @property
    def uuid(self) -> str:
        """Which device."""
        return self._wire["uuid"]


class DeviceUsage(Record):
    """Usage of a device in a half-hour: averages of its samples."""

    __slots__ = ()
    _fields = {
        "from_": "from",
        "memory_peak_mib": "memoryPeakMiB",
        "memory_total_mib": "memoryTotalMiB",
        "memory_used_mib": "memoryUsedMiB",
        "minutes": "minutes",
        "power_w": "powerW",
        "samples": "samples",
        "simulated": "simulated",
        "temperature": "temperature",
        "utilisation_gpu": "utilisationGpu",
        "utilisation_memory": "utilisationMemory",
        "uuid": "uuid",
    }

    @property
    def from_(self) -> datetime:
        """When it begins."""
        return instant(self._wire["from"])

    @property
    def memory_peak_mib(self) -> float | None:
        """Peak memory in use, in MiB."""
        return None if self._wire["memoryPeakMiB"] is None else float(self._wire["memoryPeakMiB"])

    @property
    def memory_total_mib(self) -> float | None:
        """Memory, in MiB."""
        return None if self._wire["memoryTotalMiB"] is None else float(self._wire["memoryTotalMiB"])

    @property
    def memory_used_mib(self) -> float | None:
        """Memory in use, in MiB."""
        return None if self._wire["memoryUsedMiB"] is None else float(self._wire["memoryUsedMiB"])

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return self._wire["minutes"]

    @property
    def power_w(self) -> float | None:
        """Power in watts."""
        return None if self._wire["powerW"] is None else float(self._wire["powerW"])

    @property
    def samples(self) -> int:
        """Number of samples."""
        return self._wire["samples"]

    @property
    def simulated(self) -> bool:
        """Whether the device is simulated."""
        return self._wire["simulated"]

    @property
    def temperature(self) -> float | None:
        """Temperature in degrees Celsius."""
        return None if self._wire["temperature"] is None else float(self._wire["temperature"])

    @property
    def utilisation_gpu(self) -> float | None:
        """GPU utilisation in percent."""
        return None if self._wire["utilisationGpu"] is None else float(self._wire["utilisationGpu"])

    @property
    def utilisation_memory(self) -> float | None:
        """Memory controller utilisation in percent."""
        return None if self._wire["utilisationMemory"] is None else float(self._wire["utilisationMemory"])

    @property
    def uuid(self) -> str:
        """Which device."""
        return self._wire["uuid"]


class Distribution(Record):
    """Distribution of values. Percentiles by nearest rank."""

    __slots__ = ()
    _fields = {
        "count": "count",
        "max": "max",
        "mean": "mean",
        "p50": "p50",
        "p95": "p95",
        "p99": "p99",
    }

    @property
    def count(self) -> int:
        """Number of values."""
        return self._wire["count"]

    @property
    def max(self) -> float:
        """Maximum."""
        return float(self._wire["max"])

    @property
    def mean(self) -> float:
        """Mean."""
        return float(self._wire["mean"])

    @property
    def p50(self) -> float:
        """Median."""
        return float(self._wire["p50"])

    @property
    def p95(self) -> float:
        """95th percentile."""
        return float(self._wire["p95"])

    @property
    def p99(self) -> float:
        """99th percentile."""
        return float(self._wire["p99"])


class Error(Record):
    """A refusal. Nothing was changed."""

    __slots__ = ()
    _fields = {
        "code": "code",
        "details": "details",
        "field": "field",
        "message": "message",
    }

    @property
    def code(self) -> str:
        """Stable code, for programs."""
        return self._wire["code"]

    @property
    def details(self) -> Any:
        """Further data about the refusal."""
        return self._wire["details"]

    @property
    def field(self) -> str | None:
        """The invalid field of the input, for example `input.gpus.count`, or the header `Idempotency-Key`."""
        return self._wire["field"]

    @property
    def message(self) -> str:
        """Message for users: what is wrong and how to correct it."""
        return self._wire["message"]


class FairSharePolicy(Record):
    """What past use does to who goes next, where the order is FAIR_SHARE."""

    __slots__ = ()
    _fields = {
        "half_life_hours": "halfLifeHours",
        "point_minutes": "pointMinutes",
        "project_shares": "projectShares",
        "share_minutes": "shareMinutes",
        "user_shares": "userShares",
    }

    @property
    def half_life_hours(self) -> float:
        """Half-life of past usage in hours."""
        return float(self._wire["halfLifeHours"])

    @property
    def point_minutes(self) -> float:
        """Waiting time in minutes that one point of priority is worth."""
        return float(self._wire["pointMinutes"])

    @property
    def project_shares(self) -> list[ProjectShares]:
        """Explicitly set shares."""
        return [ProjectShares(x) for x in self._wire["projectShares"]]

    @property
    def share_minutes(self) -> float:
        """Waiting time in minutes that an unused share is worth."""
        return float(self._wire["shareMinutes"])

    @property
    def user_shares(self) -> list[UserShares]:
        """Explicitly set shares."""
        return [UserShares(x) for x in self._wire["userShares"]]


class FairShares(Record):
    """Usage of projects and users compared with their shares of a pool."""

    __slots__ = ()
    _fields = {
        "at": "at",
        "half_life_hours": "halfLifeHours",
        "projects": "projects",
    }

    @property
    def at(self) -> datetime:
        """As of when."""
        return instant(self._wire["at"])

    @property
    def half_life_hours(self) -> float:
        """Half-life of past usage in hours."""
        return float(self._wire["halfLifeHours"])

    @property
    def projects(self) -> list[ProjectFairShare]:
        """The highest usage first; the caller's projects, or all for admins, operators and auditors."""
        return [ProjectFairShare(x) for x in self._wire["projects"]]


class FreeWindow(Record):
    """A window in which devices are free together; it may be longer than requested."""

    __slots__ = ()
    _fields = {
        "devices": "devices",
        "from_": "from",
        "until": "until",
    }

    @property
    def devices(self) -> list[ReservedDevice]:
        """As many devices as requested."""
        return [ReservedDevice(x) for x in self._wire["devices"]]

    @property
    def from_(self) -> datetime:
        """When it begins."""
        return instant(self._wire["from"])

    @property
    def until(self) -> datetime:
        """When it ends."""
        return instant(self._wire["until"])


class GpuRequest(Record):
    """A request for devices without a command."""

    __slots__ = ()
    _fields = {
        "decided_at": "decidedAt",
        "duration_minutes": "durationMinutes",
        "gpus": "gpus",
        "id": "id",
        "message": "message",
        "needed_by": "neededBy",
        "not_before": "notBefore",
        "pool": "pool",
        "project": "project",
        "reason": "reason",
        "reservation": "reservation",
        "reservation_id": "reservationId",
        "shared_with_project": "sharedWithProject",
        "state": "state",
        "submitted_at": "submittedAt",
        "title": "title",
        "updated_at": "updatedAt",
        "user": "user",
    }

    @property
    def decided_at(self) -> datetime | None:
        """When it was approved or rejected."""
        return None if self._wire["decidedAt"] is None else instant(self._wire["decidedAt"])

    @property
    def duration_minutes(self) -> float:
        """Duration in minutes."""
        return float(self._wire["durationMinutes"])

    @property
    def gpus(self) -> RequestedGpus:
        """Requested devices."""
        return RequestedGpus(self._wire["gpus"])

    @property
    def id(self) -> str:
        """Its id."""
        return self._wire["id"]

    @property
    def message(self) -> str | None:
        """Reason of the decision, withdrawal or end."""
        return self._wire["message"]

    @property
    def needed_by(self) -> datetime | None:
        """Latest start of the window."""
        return None if self._wire["neededBy"] is None else instant(self._wire["neededBy"])

    @property
    def not_before(self) -> datetime | None:
        """Earliest start of the window."""
        return None if self._wire["notBefore"] is None else instant(self._wire["notBefore"])

    @property
    def pool(self) -> PoolReference | None:
        """Pool of the devices."""
        return None if self._wire["pool"] is None else PoolReference(self._wire["pool"])

    @property
    def project(self) -> ProjectReference | None:
        """Project to which it is charged."""
        return None if self._wire["project"] is None else ProjectReference(self._wire["project"])

    @property
    def reason(self) -> str:
        """Reason for the request."""
        return self._wire["reason"]

    @property
    def reservation(self) -> ReservationReference | None:
        """The resulting reservation; null if the caller may not see it."""
        return None if self._wire["reservation"] is None else ReservationReference(self._wire["reservation"])

    @property
    def reservation_id(self) -> str | None:
        """Id of the resulting reservation."""
        return self._wire["reservationId"]

    @property
    def shared_with_project(self) -> bool:
        """Whether jobs of all members of the project may run in its window."""
        return self._wire["sharedWithProject"]

    @property
    def state(self) -> enums.GpuRequestState:
        """Its location."""
        return self._wire["state"]

    @property
    def submitted_at(self) -> datetime:
        """When it was created."""
        return instant(self._wire["submittedAt"])

    @property
    def title(self) -> str | None:
        """Title."""
        return self._wire["title"]

    @property
    def updated_at(self) -> datetime:
        """When it last changed."""
        return instant(self._wire["updatedAt"])

    @property
    def user(self) -> UserReference | None:
        """Requester."""
        return None if self._wire["user"] is None else UserReference(self._wire["user"])


class GpuSpec(Record):
    """Devices that a job requests."""

    __slots__ = ()
    _fields = {
        "count": "count",
        "device": "device",
        "device_uuid": "deviceUuid",
        "memory_gb": "memoryGb",
        "model": "model",
    }

    @property
    def count(self) -> int:
        """0 for CPU only."""
        return self._wire["count"]

    @property
    def device(self) -> str | None:
        """cuda, cuda:N or cpu."""
        return self._wire["device"]

    @property
    def device_uuid(self) -> str | None:
        """UUID of the device that cuda:N referred to when the job was submitted; the job runs on that device."""
        return self._wire["deviceUuid"]

    @property
    def memory_gb(self) -> float | None:
        """Minimum memory of a device in GB of 10^9 bytes."""
        return None if self._wire["memoryGb"] is None else float(self._wire["memoryGb"])

    @property
    def model(self) -> str | None:
        """Device model by whole words of its name."""
        return self._wire["model"]


class Grant(Record):
    """What one user or project may use: a pool, or one device of it."""

    __slots__ = ()
    _fields = {
        "created_at": "createdAt",
        "device_uuid": "deviceUuid",
        "id": "id",
        "max_hours": "maxHours",
        "pool": "pool",
        "priority": "priority",
        "project": "project",
        "status": "status",
        "time_multiplier": "timeMultiplier",
        "user": "user",
    }

    @property
    def created_at(self) -> datetime:
        """When it was created."""
        return instant(self._wire["createdAt"])

    @property
    def device_uuid(self) -> str | None:
        """UUID of the device; null: the whole pool."""
        return self._wire["deviceUuid"]

    @property
    def id(self) -> str:
        """Id for revoking it."""
        return self._wire["id"]

    @property
    def max_hours(self) -> float:
        """Maximum duration of a job in hours, before the multiplier."""
        return float(self._wire["maxHours"])

    @property
    def pool(self) -> PoolReference | None:
        """Pool."""
        return None if self._wire["pool"] is None else PoolReference(self._wire["pool"])

    @property
    def priority(self) -> int:
        """Priority class: 0 (first) to 2 (last)."""
        return self._wire["priority"]

    @property
    def project(self) -> ProjectReference | None:
        """Project to which it belongs; null for a grant to a user."""
        return None if self._wire["project"] is None else ProjectReference(self._wire["project"])

    @property
    def status(self) -> enums.GrantStatus:
        """Whether it is valid."""
        return self._wire["status"]

    @property
    def time_multiplier(self) -> float:
        """Multiplies the maximum duration."""
        return float(self._wire["timeMultiplier"])

    @property
    def user(self) -> UserReference | None:
        """User to whom it belongs; null for a grant to a project."""
        return None if self._wire["user"] is None else UserReference(self._wire["user"])


class HistoryEntry(Record):
    """One recorded event of an entity. Encrypted values are shown as `sealed`."""

    __slots__ = ()
    _fields = {
        "actor": "actor",
        "causation_id": "causationId",
        "command": "command",
        "command_id": "commandId",
        "correlation_id": "correlationId",
        "data": "data",
        "event_id": "eventId",
        "position": "position",
        "recorded_at": "recordedAt",
        "revision": "revision",
        "service": "service",
        "type": "type",
    }

    @property
    def actor(self) -> Actor:
        """Who caused the event."""
        return Actor(self._wire["actor"])

    @property
    def causation_id(self) -> str:
        """Id of the event or command that caused it."""
        return self._wire["causationId"]

    @property
    def command(self) -> str:
        """Name of the command."""
        return self._wire["command"]

    @property
    def command_id(self) -> str:
        """Id of the command."""
        return self._wire["commandId"]

    @property
    def correlation_id(self) -> str:
        """Shared by everything that one request caused."""
        return self._wire["correlationId"]

    @property
    def data(self) -> Any:
        """Data of the event."""
        return self._wire["data"]

    @property
    def event_id(self) -> str:
        """Id of the event."""
        return self._wire["eventId"]

    @property
    def position(self) -> str:
        """Position in the log of the service."""
        return self._wire["position"]

    @property
    def recorded_at(self) -> datetime:
        """When it was recorded."""
        return instant(self._wire["recordedAt"])

    @property
    def revision(self) -> int:
        """Number of the event within the entity, from 0."""
        return self._wire["revision"]

    @property
    def service(self) -> str:
        """Service that recorded it."""
        return self._wire["service"]

    @property
    def type(self) -> str:
        """Name of the event type with its version."""
        return self._wire["type"]


class Host(Record):
    """A machine with an agent on it."""

    __slots__ = ()
    _fields = {
        "conditions": "conditions",
        "cpu_limits": "cpuLimits",
        "devices": "devices",
        "facts": "facts",
        "id": "id",
        "joined_at": "joinedAt",
        "labels": "labels",
        "last_seen": "lastSeen",
        "name": "name",
        "pool": "pool",
        "removed_at": "removedAt",
        "scheduling": "scheduling",
        "status": "status",
    }

    @property
    def conditions(self) -> list[HostCondition]:
        """Current problems; the host takes work again by itself when they are resolved."""
        return [HostCondition(x) for x in self._wire["conditions"]]

    @property
    def cpu_limits(self) -> SlotLimits:
        """Limits of concurrent CPU-only runs."""
        return SlotLimits(self._wire["cpuLimits"])

    @property
    def devices(self) -> list[Device]:
        """Its devices that the caller may use."""
        return [Device(x) for x in self._wire["devices"]]

    @property
    def facts(self) -> HostFacts | None:
        """Hardware and software; null until its agent has reported."""
        return None if self._wire["facts"] is None else HostFacts(self._wire["facts"])

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def joined_at(self) -> datetime:
        """When it joined."""
        return instant(self._wire["joinedAt"])

    @property
    def labels(self) -> Any:
        """Labels."""
        return self._wire["labels"]

    @property
    def last_seen(self) -> datetime | None:
        """Time of the last heartbeat."""
        return None if self._wire["lastSeen"] is None else instant(self._wire["lastSeen"])

    @property
    def name(self) -> str:
        """Unique name."""
        return self._wire["name"]

    @property
    def pool(self) -> PoolReference | None:
        """The pool it belongs to."""
        return None if self._wire["pool"] is None else PoolReference(self._wire["pool"])

    @property
    def removed_at(self) -> datetime | None:
        """When it was removed; the history contains who did it and why."""
        return None if self._wire["removedAt"] is None else instant(self._wire["removedAt"])

    @property
    def scheduling(self) -> enums.HostScheduling:
        """Whether it takes new work."""
        return self._wire["scheduling"]

    @property
    def status(self) -> enums.HostStatus:
        """Connection status."""
        return self._wire["status"]


class HostAccount(Record):
    """An operating system account on a host that is mapped to a user. Its processes count as the user's."""

    __slots__ = ()
    _fields = {
        "account": "account",
        "host": "host",
        "mapped_at": "mappedAt",
        "user": "user",
    }

    @property
    def account(self) -> str:
        """Name of the account on the host."""
        return self._wire["account"]

    @property
    def host(self) -> HostReference | None:
        """Host."""
        return None if self._wire["host"] is None else HostReference(self._wire["host"])

    @property
    def mapped_at(self) -> datetime:
        """Mapped since."""
        return instant(self._wire["mappedAt"])

    @property
    def user(self) -> UserReference | None:
        """Owner."""
        return None if self._wire["user"] is None else UserReference(self._wire["user"])


class HostCondition(Record):
    """A problem of a host as a whole. Active runs are not affected."""

    __slots__ = ()
    _fields = {
        "kind": "kind",
        "message": "message",
        "since": "since",
        "until": "until",
    }

    @property
    def kind(self) -> enums.HostConditionKind:
        """Kind of the problem."""
        return self._wire["kind"]

    @property
    def message(self) -> str:
        """Description and recommended action."""
        return self._wire["message"]

    @property
    def since(self) -> datetime:
        """When it was first reported."""
        return instant(self._wire["since"])

    @property
    def until(self) -> datetime | None:
        """When the host is tried again at the latest; null if unknown."""
        return None if self._wire["until"] is None else instant(self._wire["until"])


class HostFacts(Record):
    """Hardware and software as reported by the agent."""

    __slots__ = ()
    _fields = {
        "addresses": "addresses",
        "admins_only": "adminsOnly",
        "agent_version": "agentVersion",
        "cpu_cores": "cpuCores",
        "cpu_model": "cpuModel",
        "hostname": "hostname",
        "isolation": "isolation",
        "limits": "limits",
        "memory_mib": "memoryMiB",
        "os": "os",
        "python_version": "pythonVersion",
        "torch_version": "torchVersion",
    }

    @property
    def addresses(self) -> list[str]:
        """Addresses."""
        return self._wire["addresses"]

    @property
    def admins_only(self) -> bool:
        """Whether the host takes jobs of admins only, because it cannot isolate jobs."""
        return self._wire["adminsOnly"]

    @property
    def agent_version(self) -> str:
        """Version of the agent."""
        return self._wire["agentVersion"]

    @property
    def cpu_cores(self) -> int:
        """Cores."""
        return self._wire["cpuCores"]

    @property
    def cpu_model(self) -> str | None:
        """Name of the CPU."""
        return self._wire["cpuModel"]

    @property
    def hostname(self) -> str:
        """Name on the network."""
        return self._wire["hostname"]

    @property
    def isolation(self) -> str | None:
        """How jobs are isolated from the platform and from each other."""
        return self._wire["isolation"]

    @property
    def limits(self) -> str | None:
        """How CPU and memory limits of jobs are enforced."""
        return self._wire["limits"]

    @property
    def memory_mib(self) -> int:
        """Memory in MiB."""
        return self._wire["memoryMiB"]

    @property
    def os(self) -> str | None:
        """Operating system."""
        return self._wire["os"]

    @property
    def python_version(self) -> str | None:
        """Version of Python, if there is one."""
        return self._wire["pythonVersion"]

    @property
    def torch_version(self) -> str | None:
        """Version of PyTorch, if there is one."""
        return self._wire["torchVersion"]


class HostReference(Record):
    """What a Host is named by within another object."""

    __slots__ = ()
    _fields = {
        "id": "id",
        "name": "name",
    }

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def name(self) -> str:
        """Unique name."""
        return self._wire["name"]


class HostSample(Record):
    """Sample of a host and its devices."""

    __slots__ = ()
    _fields = {
        "at": "at",
        "cpu_percent": "cpuPercent",
        "devices": "devices",
        "memory_total_mib": "memoryTotalMiB",
        "memory_used_mib": "memoryUsedMiB",
    }

    @property
    def at(self) -> datetime:
        """When it was measured, by the clock of the host."""
        return instant(self._wire["at"])

    @property
    def cpu_percent(self) -> float | None:
        """Load of the CPU, in percent."""
        return None if self._wire["cpuPercent"] is None else float(self._wire["cpuPercent"])

    @property
    def devices(self) -> list[DeviceSample]:
        """Devices that the caller may see."""
        return [DeviceSample(x) for x in self._wire["devices"]]

    @property
    def memory_total_mib(self) -> float | None:
        """Memory, in MiB."""
        return None if self._wire["memoryTotalMiB"] is None else float(self._wire["memoryTotalMiB"])

    @property
    def memory_used_mib(self) -> float | None:
        """Memory in use, in MiB."""
        return None if self._wire["memoryUsedMiB"] is None else float(self._wire["memoryUsedMiB"])


class HostUsage(Record):
    """CPU and memory usage of a host in a half-hour: averages of its samples."""

    __slots__ = ()
    _fields = {
        "cpu_percent": "cpuPercent",
        "from_": "from",
        "memory_peak_mib": "memoryPeakMiB",
        "memory_total_mib": "memoryTotalMiB",
        "memory_used_mib": "memoryUsedMiB",
        "minutes": "minutes",
        "samples": "samples",
    }

    @property
    def cpu_percent(self) -> float | None:
        """Load of the CPU, in percent."""
        return None if self._wire["cpuPercent"] is None else float(self._wire["cpuPercent"])

    @property
    def from_(self) -> datetime:
        """When it begins."""
        return instant(self._wire["from"])

    @property
    def memory_peak_mib(self) -> float | None:
        """Peak memory in use, in MiB."""
        return None if self._wire["memoryPeakMiB"] is None else float(self._wire["memoryPeakMiB"])

    @property
    def memory_total_mib(self) -> float | None:
        """Memory, in MiB."""
        return None if self._wire["memoryTotalMiB"] is None else float(self._wire["memoryTotalMiB"])

    @property
    def memory_used_mib(self) -> float | None:
        """Memory in use, in MiB."""
        return None if self._wire["memoryUsedMiB"] is None else float(self._wire["memoryUsedMiB"])

    @property
    def minutes(self) -> int | None:
        """Length in minutes."""
        return self._wire["minutes"]

    @property
    def samples(self) -> int | None:
        """Number of samples."""
        return self._wire["samples"]


class Job(Record):
    """The intent to run something."""

    __slots__ = ()
    _fields = {
        "args": "args",
        "cancel_requested": "cancelRequested",
        "class_": "class",
        "command": "command",
        "created_at": "createdAt",
        "deleted": "deleted",
        "description": "description",
        "ended_at": "endedAt",
        "env_names": "envNames",
        "error_class": "errorClass",
        "exit_code": "exitCode",
        "external_id": "externalId",
        "gpus": "gpus",
        "grant_priority": "grantPriority",
        "id": "id",
        "image": "image",
        "message": "message",
        "name": "name",
        "origin": "origin",
        "pool": "pool",
        "preemptible": "preemptible",
        "priority": "priority",
        "progress": "progress",
        "project": "project",
        "queued_at": "queuedAt",
        "ram_gb": "ramGb",
        "reservation_id": "reservationId",
        "retry": "retry",
        "runs": "runs",
        "started_at": "startedAt",
        "state": "state",
        "status": "status",
        "timeout_minutes": "timeoutMinutes",
        "updated_at": "updatedAt",
        "user": "user",
        "vcpus": "vcpus",
        "working_directory": "workingDirectory",
    }

    @property
    def args(self) -> list[str]:
        """Further arguments of the command."""
        return self._wire["args"]

    @property
    def cancel_requested(self) -> bool:
        """Whether cancellation was requested."""
        return self._wire["cancelRequested"]

    @property
    def class_(self) -> enums.JobClass:
        """Class of work: determines which slots of a device it takes."""
        return self._wire["class"]

    @property
    def command(self) -> list[str]:
        """Command: program and arguments."""
        return self._wire["command"]

    @property
    def created_at(self) -> datetime:
        """When it was submitted."""
        return instant(self._wire["createdAt"])

    @property
    def deleted(self) -> bool:
        """Whether it is hidden from lists."""
        return self._wire["deleted"]

    @property
    def description(self) -> str | None:
        """Description."""
        return self._wire["description"]

    @property
    def ended_at(self) -> datetime | None:
        """When it reached a final state."""
        return None if self._wire["endedAt"] is None else instant(self._wire["endedAt"])

    @property
    def env_names(self) -> list[str]:
        """Names of its environment variables; their values are kept secret."""
        return self._wire["envNames"]

    @property
    def error_class(self) -> enums.ErrorClass | None:
        """Error class."""
        return self._wire["errorClass"]

    @property
    def exit_code(self) -> int | None:
        """Exit code of its last run."""
        return self._wire["exitCode"]

    @property
    def external_id(self) -> str | None:
        """External id given by the submitter."""
        return self._wire["externalId"]

    @property
    def gpus(self) -> GpuSpec:
        """Requested devices."""
        return GpuSpec(self._wire["gpus"])

    @property
    def grant_priority(self) -> int:
        """Priority class of the grant under which it was submitted: 0 (first) to 2 (last)."""
        return self._wire["grantPriority"]

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def image(self) -> str | None:
        """Container image."""
        return self._wire["image"]

    @property
    def message(self) -> str | None:
        """Reason of a rejection or cancellation, or what went wrong."""
        return self._wire["message"]

    @property
    def name(self) -> str:
        """Name."""
        return self._wire["name"]

    @property
    def origin(self) -> JobOrigin | None:
        """Origin; null if it was submitted directly."""
        return None if self._wire["origin"] is None else JobOrigin(self._wire["origin"])

    @property
    def pool(self) -> PoolReference | None:
        """Pool in which it runs."""
        return None if self._wire["pool"] is None else PoolReference(self._wire["pool"])

    @property
    def preemptible(self) -> bool:
        """Whether its runs may be preempted after the minimum run time; the job is then queued again."""
        return self._wire["preemptible"]

    @property
    def priority(self) -> int:
        """Priority: 10 (first) to 1 (last)."""
        return self._wire["priority"]

    @property
    def progress(self) -> JobProgress | None:
        """Progress reported by the job."""
        return None if self._wire["progress"] is None else JobProgress(self._wire["progress"])

    @property
    def project(self) -> ProjectReference | None:
        """Project to which it is charged."""
        return None if self._wire["project"] is None else ProjectReference(self._wire["project"])

    @property
    def queued_at(self) -> datetime | None:
        """When it last joined the queue."""
        return None if self._wire["queuedAt"] is None else instant(self._wire["queuedAt"])

    @property
    def ram_gb(self) -> float | None:
        """Requested memory in GB of 10^9 bytes."""
        return None if self._wire["ramGb"] is None else float(self._wire["ramGb"])

    @property
    def reservation_id(self) -> str | None:
        """Reservation in which it runs."""
        return self._wire["reservationId"]

    @property
    def retry(self) -> Retry:
        """Whether and when it is retried."""
        return Retry(self._wire["retry"])

    @property
    def runs(self) -> list[Run]:
        """Its runs, in order."""
        return [Run(x) for x in self._wire["runs"]]

    @property
    def started_at(self) -> datetime | None:
        """When it first ran."""
        return None if self._wire["startedAt"] is None else instant(self._wire["startedAt"])

    @property
    def state(self) -> enums.JobState:
        """State."""
        return self._wire["state"]

    @property
    def status(self) -> enums.JobStatus:
        """`state` in fewer words: PENDING until it is decided on, APPROVED until it runs, COMPLETED where it succeeded, FAILED also where it ran out of time."""
        return self._wire["status"]

    @property
    def timeout_minutes(self) -> float:
        """Maximum duration of a run in minutes."""
        return float(self._wire["timeoutMinutes"])

    @property
    def updated_at(self) -> datetime:
        """When it last changed."""
        return instant(self._wire["updatedAt"])

    @property
    def user(self) -> UserReference | None:
        """Who submitted it."""
        return None if self._wire["user"] is None else UserReference(self._wire["user"])

    @property
    def vcpus(self) -> float | None:
        """Requested CPUs."""
        return None if self._wire["vcpus"] is None else float(self._wire["vcpus"])

    @property
    def working_directory(self) -> str | None:
        """Working directory."""
        return self._wire["workingDirectory"]


class JobArray(Record):
    """Many jobs that differ only in their environment."""

    __slots__ = ()
    _fields = {
        "cancel_requested": "cancelRequested",
        "counts": "counts",
        "created_at": "createdAt",
        "ended_at": "endedAt",
        "external_id": "externalId",
        "gang": "gang",
        "id": "id",
        "job": "job",
        "max_parallel": "maxParallel",
        "message": "message",
        "name": "name",
        "project": "project",
        "size": "size",
        "state": "state",
        "user": "user",
    }

    @property
    def cancel_requested(self) -> bool:
        """Whether cancellation was requested."""
        return self._wire["cancelRequested"]

    @property
    def counts(self) -> ArrayCounts:
        """Number of members by state."""
        return ArrayCounts(self._wire["counts"])

    @property
    def created_at(self) -> datetime:
        """When it was submitted."""
        return instant(self._wire["createdAt"])

    @property
    def ended_at(self) -> datetime | None:
        """When its last member ended."""
        return None if self._wire["endedAt"] is None else instant(self._wire["endedAt"])

    @property
    def external_id(self) -> str | None:
        """External id given by the submitter."""
        return self._wire["externalId"]

    @property
    def gang(self) -> bool:
        """Whether all members start together or not at all."""
        return self._wire["gang"]

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def job(self) -> JobTemplate:
        """Template of the members."""
        return JobTemplate(self._wire["job"])

    @property
    def max_parallel(self) -> int | None:
        """Maximum number of members that are submitted and not ended; null: all."""
        return self._wire["maxParallel"]

    @property
    def message(self) -> str | None:
        """Why members were refused."""
        return self._wire["message"]

    @property
    def name(self) -> str:
        """Name; its members are named name[0], name[1], …"""
        return self._wire["name"]

    @property
    def project(self) -> ProjectReference | None:
        """Project to which it is charged."""
        return None if self._wire["project"] is None else ProjectReference(self._wire["project"])

    @property
    def size(self) -> int:
        """How many members it has."""
        return self._wire["size"]

    @property
    def state(self) -> enums.ArrayState:
        """Its location."""
        return self._wire["state"]

    @property
    def user(self) -> UserReference | None:
        """Who submitted it."""
        return None if self._wire["user"] is None else UserReference(self._wire["user"])


class JobArrayReference(Record):
    """What a JobArray is named by within another object."""

    __slots__ = ()
    _fields = {
        "id": "id",
        "name": "name",
    }

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def name(self) -> str:
        """Name; its members are named name[0], name[1], …"""
        return self._wire["name"]


class JobEvent(Record):
    """An event of a job."""

    __slots__ = ()
    _fields = {
        "actor": "actor",
        "cursor": "cursor",
        "data": "data",
        "event_id": "eventId",
        "job_id": "jobId",
        "project_id": "projectId",
        "recorded_at": "recordedAt",
        "run": "run",
        "type": "type",
    }

    @property
    def actor(self) -> Actor:
        """Who caused the event."""
        return Actor(self._wire["actor"])

    @property
    def cursor(self) -> str:
        """Cursor for continuing after this event."""
        return self._wire["cursor"]

    @property
    def data(self) -> Any:
        """Data of the event. Encrypted values are shown as `sealed`."""
        return self._wire["data"]

    @property
    def event_id(self) -> str:
        """Id of the event."""
        return self._wire["eventId"]

    @property
    def job_id(self) -> str:
        """Id of the job."""
        return self._wire["jobId"]

    @property
    def project_id(self) -> str:
        """Id of its project."""
        return self._wire["projectId"]

    @property
    def recorded_at(self) -> datetime:
        """When it was recorded."""
        return instant(self._wire["recordedAt"])

    @property
    def run(self) -> int | None:
        """Run to which the event refers, if any."""
        return self._wire["run"]

    @property
    def type(self) -> str:
        """Wire name with version, such as scheduler.job.queued.v1."""
        return self._wire["type"]


class JobInList(Record):
    """The intent to run something."""

    __slots__ = ()
    _fields = {
        "args": "args",
        "cancel_requested": "cancelRequested",
        "class_": "class",
        "command": "command",
        "created_at": "createdAt",
        "deleted": "deleted",
        "description": "description",
        "ended_at": "endedAt",
        "env_names": "envNames",
        "error_class": "errorClass",
        "exit_code": "exitCode",
        "external_id": "externalId",
        "gpus": "gpus",
        "grant_priority": "grantPriority",
        "id": "id",
        "image": "image",
        "message": "message",
        "name": "name",
        "origin": "origin",
        "pool": "pool",
        "preemptible": "preemptible",
        "priority": "priority",
        "progress": "progress",
        "project": "project",
        "queued_at": "queuedAt",
        "ram_gb": "ramGb",
        "reservation_id": "reservationId",
        "retry": "retry",
        "started_at": "startedAt",
        "state": "state",
        "status": "status",
        "timeout_minutes": "timeoutMinutes",
        "updated_at": "updatedAt",
        "user": "user",
        "vcpus": "vcpus",
        "working_directory": "workingDirectory",
    }

    @property
    def args(self) -> list[str]:
        """Further arguments of the command."""
        return self._wire["args"]

    @property
    def cancel_requested(self) -> bool:
        """Whether cancellation was requested."""
        return self._wire["cancelRequested"]

    @property
    def class_(self) -> enums.JobClass:
        """Class of work: determines which slots of a device it takes."""
        return self._wire["class"]

    @property
    def command(self) -> list[str]:
        """Command: program and arguments."""
        return self._wire["command"]

    @property
    def created_at(self) -> datetime:
        """When it was submitted."""
        return instant(self._wire["createdAt"])

    @property
    def deleted(self) -> bool:
        """Whether it is hidden from lists."""
        return self._wire["deleted"]

    @property
    def description(self) -> str | None:
        """Description."""
        return self._wire["description"]

    @property
    def ended_at(self) -> datetime | None:
        """When it reached a final state."""
        return None if self._wire["endedAt"] is None else instant(self._wire["endedAt"])

    @property
    def env_names(self) -> list[str]:
        """Names of its environment variables; their values are kept secret."""
        return self._wire["envNames"]

    @property
    def error_class(self) -> enums.ErrorClass | None:
        """Error class."""
        return self._wire["errorClass"]

    @property
    def exit_code(self) -> int | None:
        """Exit code of its last run."""
        return self._wire["exitCode"]

    @property
    def external_id(self) -> str | None:
        """External id given by the submitter."""
        return self._wire["externalId"]

    @property
    def gpus(self) -> GpuSpec:
        """Requested devices."""
        return GpuSpec(self._wire["gpus"])

    @property
    def grant_priority(self) -> int:
        """Priority class of the grant under which it was submitted: 0 (first) to 2 (last)."""
        return self._wire["grantPriority"]

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def image(self) -> str | None:
        """Container image."""
        return self._wire["image"]

    @property
    def message(self) -> str | None:
        """Reason of a rejection or cancellation, or what went wrong."""
        return self._wire["message"]

    @property
    def name(self) -> str:
        """Name."""
        return self._wire["name"]

    @property
    def origin(self) -> JobOrigin | None:
        """Origin; null if it was submitted directly."""
        return None if self._wire["origin"] is None else JobOrigin(self._wire["origin"])

    @property
    def pool(self) -> PoolReference | None:
        """Pool in which it runs."""
        return None if self._wire["pool"] is None else PoolReference(self._wire["pool"])

    @property
    def preemptible(self) -> bool:
        """Whether its runs may be preempted after the minimum run time; the job is then queued again."""
        return self._wire["preemptible"]

    @property
    def priority(self) -> int:
        """Priority: 10 (first) to 1 (last)."""
        return self._wire["priority"]

    @property
    def progress(self) -> JobProgress | None:
        """Progress reported by the job."""
        return None if self._wire["progress"] is None else JobProgress(self._wire["progress"])

    @property
    def project(self) -> ProjectReference | None:
        """Project to which it is charged."""
        return None if self._wire["project"] is None else ProjectReference(self._wire["project"])

    @property
    def queued_at(self) -> datetime | None:
        """When it last joined the queue."""
        return None if self._wire["queuedAt"] is None else instant(self._wire["queuedAt"])

    @property
    def ram_gb(self) -> float | None:
        """Requested memory in GB of 10^9 bytes."""
        return None if self._wire["ramGb"] is None else float(self._wire["ramGb"])

    @property
    def reservation_id(self) -> str | None:
        """Reservation in which it runs."""
        return self._wire["reservationId"]

    @property
    def retry(self) -> Retry:
        """Whether and when it is retried."""
        return Retry(self._wire["retry"])

    @property
    def started_at(self) -> datetime | None:
        """When it first ran."""
        return None if self._wire["startedAt"] is None else instant(self._wire["startedAt"])

    @property
    def state(self) -> enums.JobState:
        """State."""
        return self._wire["state"]

    @property
    def status(self) -> enums.JobStatus:
        """`state` in fewer words: PENDING until it is decided on, APPROVED until it runs, COMPLETED where it succeeded, FAILED also where it ran out of time."""
        return self._wire["status"]

    @property
    def timeout_minutes(self) -> float:
        """Maximum duration of a run in minutes."""
        return float(self._wire["timeoutMinutes"])

    @property
    def updated_at(self) -> datetime:
        """When it last changed."""
        return instant(self._wire["updatedAt"])

    @property
    def user(self) -> UserReference | None:
        """Who submitted it."""
        return None if self._wire["user"] is None else UserReference(self._wire["user"])

    @property
    def vcpus(self) -> float | None:
        """Requested CPUs."""
        return None if self._wire["vcpus"] is None else float(self._wire["vcpus"])

    @property
    def working_directory(self) -> str | None:
        """Working directory."""
        return self._wire["workingDirectory"]


class JobOrigin(Record):
    """Origin of a job: an array, a workflow or a schedule."""

    __slots__ = ()
    _fields = {
        "array": "array",
        "attempt": "attempt",
        "due_at": "dueAt",
        "index": "index",
        "node": "node",
        "schedule": "schedule",
        "workflow": "workflow",
    }

    @property
    def array(self) -> JobArrayReference | None:
        """Array of which it is a member."""
        return None if self._wire["array"] is None else JobArrayReference(self._wire["array"])

    @property
    def attempt(self) -> int | None:
        """Attempt of the node, from 1."""
        return self._wire["attempt"]

    @property
    def due_at(self) -> datetime | None:
        """Due time for which it was submitted."""
        return None if self._wire["dueAt"] is None else instant(self._wire["dueAt"])

    @property
    def index(self) -> int | None:
        """Index in the array, from 0."""
        return self._wire["index"]

    @property
    def node(self) -> str | None:
        """Name of its node in the workflow."""
        return self._wire["node"]

    @property
    def schedule(self) -> ScheduleReference | None:
        """Schedule that submitted it."""
        return None if self._wire["schedule"] is None else ScheduleReference(self._wire["schedule"])

    @property
    def workflow(self) -> WorkflowReference | None:
        """Workflow of which it is a node."""
        return None if self._wire["workflow"] is None else WorkflowReference(self._wire["workflow"])


class JobProgress(Record):
    """Progress as reported in the output of the job."""

    __slots__ = ()
    _fields = {
        "epoch": "epoch",
        "epochs": "epochs",
        "fraction": "fraction",
        "latest_metrics": "latestMetrics",
        "message": "message",
        "omitted_metrics": "omittedMetrics",
        "stage": "stage",
        "updated_at": "updatedAt",
    }

    @property
    def epoch(self) -> int | None:
        """Current epoch, rounded down."""
        return self._wire["epoch"]

    @property
    def epochs(self) -> int | None:
        """Total number of epochs."""
        return self._wire["epochs"]

    @property
    def fraction(self) -> float | None:
        """0 to 1."""
        return None if self._wire["fraction"] is None else float(self._wire["fraction"])

    @property
    def latest_metrics(self) -> Any:
        """Latest value of each metric by name; the string "NaN", "Infinity" or "-Infinity" if it is not finite."""
        return self._wire["latestMetrics"]

    @property
    def message(self) -> str | None:
        """Its last message."""
        return self._wire["message"]

    @property
    def omitted_metrics(self) -> int:
        """Number of metrics that were omitted: a line has at most 100, and 200 are kept."""
        return self._wire["omittedMetrics"]

    @property
    def stage(self) -> str | None:
        """Current stage."""
        return self._wire["stage"]

    @property
    def updated_at(self) -> datetime | None:
        """When progress was last reported."""
        return None if self._wire["updatedAt"] is None else instant(self._wire["updatedAt"])


class JobReference(Record):
    """What a Job is named by within another object."""

    __slots__ = ()
    _fields = {
        "id": "id",
        "name": "name",
    }

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def name(self) -> str:
        """Name."""
        return self._wire["name"]


class JobTemplate(Record):
    """A job that is submitted later."""

    __slots__ = ()
    _fields = {
        "args": "args",
        "class_": "class",
        "command": "command",
        "env_names": "envNames",
        "gpus": "gpus",
        "pool": "pool",
        "priority": "priority",
        "timeout_minutes": "timeoutMinutes",
    }

    @property
    def args(self) -> list[str]:
        """Further arguments of the command."""
        return self._wire["args"]

    @property
    def class_(self) -> enums.JobClass:
        """Class of work: determines which slots of a device it takes."""
        return self._wire["class"]

    @property
    def command(self) -> list[str]:
        """Command: program and arguments."""
        return self._wire["command"]

    @property
    def env_names(self) -> list[str]:
        """Names of its environment variables; their values are kept secret."""
        return self._wire["envNames"]

    @property
    def gpus(self) -> GpuSpec:
        """Requested devices."""
        return GpuSpec(self._wire["gpus"])

    @property
    def pool(self) -> PoolReference | None:
        """Pool in which it runs."""
        return None if self._wire["pool"] is None else PoolReference(self._wire["pool"])

    @property
    def priority(self) -> int:
        """Priority: 10 (first) to 1 (last)."""
        return self._wire["priority"]

    @property
    def timeout_minutes(self) -> float:
        """Maximum duration of a run in minutes."""
        return float(self._wire["timeoutMinutes"])


class JoinToken(Record):
    """A token with which hosts join a pool. The token itself is shown only once."""

    __slots__ = ()
    _fields = {
        "expires_at": "expiresAt",
        "id": "id",
        "max_uses": "maxUses",
        "pool": "pool",
        "revoked": "revoked",
        "state": "state",
        "uses": "uses",
    }

    @property
    def expires_at(self) -> datetime | None:
        """When it expires."""
        return None if self._wire["expiresAt"] is None else instant(self._wire["expiresAt"])

    @property
    def id(self) -> str:
        """Id for revoking it."""
        return self._wire["id"]

    @property
    def max_uses(self) -> int | None:
        """Number of hosts that may join with it; null: any."""
        return self._wire["maxUses"]

    @property
    def pool(self) -> PoolReference | None:
        """Which pool."""
        return None if self._wire["pool"] is None else PoolReference(self._wire["pool"])

    @property
    def revoked(self) -> bool:
        """Whether it was revoked."""
        return self._wire["revoked"]

    @property
    def state(self) -> enums.JoinTokenState:
        """Whether hosts can join with it."""
        return self._wire["state"]

    @property
    def uses(self) -> int:
        """Number of hosts that have joined with it."""
        return self._wire["uses"]


class KeptLines(Record):
    """Which lines of a job there are to read, of all runs, streams and levels."""

    __slots__ = ()
    _fields = {
        "dropped": "dropped",
        "dropped_by": "droppedBy",
        "first_number": "firstNumber",
        "last_number": "lastNumber",
        "line_count": "lineCount",
    }

    @property
    def dropped(self) -> int:
        """How many lines before the first one were deleted."""
        return self._wire["dropped"]

    @property
    def dropped_by(self) -> enums.LogDropReason | None:
        """Why the last of them were deleted."""
        return self._wire["droppedBy"]

    @property
    def first_number(self) -> int | None:
        """Number of the first one."""
        return self._wire["firstNumber"]

    @property
    def last_number(self) -> int | None:
        """Number of the last one."""
        return self._wire["lastNumber"]

    @property
    def line_count(self) -> int:
        """How many."""
        return self._wire["lineCount"]


class LogBatch(Record):
    """Lines that arrived together, in the order of arrival."""

    __slots__ = ()
    _fields = {
        "cursor": "cursor",
        "end": "end",
        "has_earlier": "hasEarlier",
        "kept": "kept",
        "lines": "lines",
        "start_cursor": "startCursor",
    }

    @property
    def cursor(self) -> str:
        """Cursor for continuing after these."""
        return self._wire["cursor"]

    @property
    def end(self) -> bool:
        """Whether nothing follows because the job (or the requested run) has ended."""
        return self._wire["end"]

    @property
    def has_earlier(self) -> bool:
        """Whether lines precede these: lines of the filter where the page was read backwards, otherwise lines of any kind."""
        return self._wire["hasEarlier"]

    @property
    def kept(self) -> KeptLines:
        """Which lines there are, and how many were deleted."""
        return KeptLines(self._wire["kept"])

    @property
    def lines(self) -> list[LogLine]:
        """The lines."""
        return [LogLine(x) for x in self._wire["lines"]]

    @property
    def start_cursor(self) -> str:
        """Cursor for continuing before these: give it as `before`."""
        return self._wire["startCursor"]


class LogHit(Record):
    """A line that was found."""

    __slots__ = ()
    _fields = {
        "after": "after",
        "before": "before",
        "end": "end",
        "line": "line",
        "start": "start",
    }

    @property
    def after(self) -> list[LogLine]:
        """Lines after it, of any level."""
        return [LogLine(x) for x in self._wire["after"]]

    @property
    def before(self) -> list[LogLine]:
        """Lines before it, of any level."""
        return [LogLine(x) for x in self._wire["before"]]

    @property
    def end(self) -> int:
        """Where the match ends: the unit after its last one."""
        return self._wire["end"]

    @property
    def line(self) -> LogLine:
        """The line."""
        return LogLine(self._wire["line"])

    @property
    def start(self) -> int:
        """Where in its text the first match begins, in UTF-16 code units from 0."""
        return self._wire["start"]


class LogLine(Record):
    """One line of the output of a job."""

    __slots__ = ()
    _fields = {
        "at": "at",
        "cursor": "cursor",
        "level": "level",
        "number": "number",
        "partial": "partial",
        "run": "run",
        "stage": "stage",
        "stream": "stream",
        "text": "text",
    }

    @property
    def at(self) -> datetime:
        """When the agent read it, by the clock of the host."""
        return instant(self._wire["at"])

    @property
    def cursor(self) -> str:
        """Cursor for continuing after this line, or before it."""
        return self._wire["cursor"]

    @property
    def level(self) -> str | None:
        """As stated in the line."""
        return self._wire["level"]

    @property
    def number(self) -> int:
        """Place of the line among all lines of the job, from 1, in the order of arrival. It never changes, and is the same whatever the filter."""
        return self._wire["number"]

    @property
    def partial(self) -> bool:
        """Whether the line is incomplete: the next line of the same stream continues it."""
        return self._wire["partial"]

    @property
    def run(self) -> int:
        """Run that printed it."""
        return self._wire["run"]

    @property
    def stage(self) -> str | None:
        """As stated in the line."""
        return self._wire["stage"]

    @property
    def stream(self) -> enums.LogStream:
        """Output stream."""
        return self._wire["stream"]

    @property
    def text(self) -> str:
        """Text of the line, without the line ending."""
        return self._wire["text"]


class LogSearchResult(Record):
    """Lines that were found, in the order of arrival."""

    __slots__ = ()
    _fields = {
        "cursor": "cursor",
        "end": "end",
        "hits": "hits",
        "is_total_exact": "isTotalExact",
        "searched_to": "searchedTo",
        "total": "total",
    }

    @property
    def cursor(self) -> str:
        """Cursor for continuing after these."""
        return self._wire["cursor"]

    @property
    def end(self) -> bool:
        """Whether none follow in what there is now. Where it is false, there are more, or the time was over: go on with the cursor."""
        return self._wire["end"]

    @property
    def hits(self) -> list[LogHit]:
        """The lines."""
        return [LogHit(x) for x in self._wire["hits"]]

    @property
    def is_total_exact(self) -> bool:
        """Whether `total` is all of them; false where there are more than 10,000, or the time was over before all lines were searched."""
        return self._wire["isTotalExact"]

    @property
    def searched_to(self) -> int:
        """Number of the last line that was searched."""
        return self._wire["searchedTo"]

    @property
    def total(self) -> int | None:
        """With `count`: how many there are from `after` on, up to 10,000."""
        return self._wire["total"]


class LoginSuccess(Record):
    """A pair of tokens. Send the access token in the header `Authorization: Bearer …`."""

    __slots__ = ()
    _fields = {
        "access_token": "accessToken",
        "device_token": "deviceToken",
        "expires_in_seconds": "expiresInSeconds",
        "refresh_token": "refreshToken",
        "session_expires_at": "sessionExpiresAt",
        "user": "user",
    }

    @property
    def access_token(self) -> str:
        """For the Authorization header; expires after a few minutes."""
        return self._wire["accessToken"]

    @property
    def device_token(self) -> str | None:
        """Marks this browser or program as known to the account. Store it and send it with the next login. It grants no access by itself."""
        return self._wire["deviceToken"]

    @property
    def expires_in_seconds(self) -> int:
        """Lifetime of the access token in seconds."""
        return self._wire["expiresInSeconds"]

    @property
    def refresh_token(self) -> str | None:
        """Can be exchanged once for the next pair of tokens. Not there with `Berth-Session: cookie`."""
        return self._wire.get("refreshToken")

    @property
    def session_expires_at(self) -> datetime:
        """When the session ends unless its refresh token is exchanged before."""
        return instant(self._wire["sessionExpiresAt"])

    @property
    def user(self) -> User:
        """The user to whom the tokens belong."""
        return User(self._wire["user"])


class Maintenance(Record):
    """A maintenance window, in which devices take no work."""

    __slots__ = ()
    _fields = {
        "ended_at": "endedAt",
        "from_": "from",
        "hosts": "hosts",
        "id": "id",
        "pool": "pool",
        "reason": "reason",
        "series_id": "seriesId",
        "set_at": "setAt",
        "state": "state",
        "until": "until",
    }

    @property
    def ended_at(self) -> datetime | None:
        """When it ended or was cancelled."""
        return None if self._wire["endedAt"] is None else instant(self._wire["endedAt"])

    @property
    def from_(self) -> datetime:
        """When it begins."""
        return instant(self._wire["from"])

    @property
    def hosts(self) -> list[MaintenanceHost]:
        """Hosts or devices."""
        return [MaintenanceHost(x) for x in self._wire["hosts"]]

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def pool(self) -> PoolReference | None:
        """Pool of the devices."""
        return None if self._wire["pool"] is None else PoolReference(self._wire["pool"])

    @property
    def reason(self) -> str:
        """Reason."""
        return self._wire["reason"]

    @property
    def series_id(self) -> str | None:
        """Shared by the occurrences of recurring maintenance."""
        return self._wire["seriesId"]

    @property
    def set_at(self) -> datetime:
        """When it was last set."""
        return instant(self._wire["setAt"])

    @property
    def state(self) -> enums.MaintenanceState:
        """State."""
        return self._wire["state"]

    @property
    def until(self) -> datetime:
        """When it ends."""
        return instant(self._wire["until"])


class MaintenanceHost(Record):
    """A host in maintenance, or some of its devices."""

    __slots__ = ()
    _fields = {
        "devices": "devices",
        "host": "host",
        "host_id": "hostId",
    }

    @property
    def devices(self) -> list[str] | None:
        """UUIDs of the devices that take no work; null: the whole host."""
        return self._wire["devices"]

    @property
    def host(self) -> HostReference | None:
        """The host."""
        return None if self._wire["host"] is None else HostReference(self._wire["host"])

    @property
    def host_id(self) -> str:
        """Id of the host."""
        return self._wire["hostId"]


class MetricBatch(Record):
    """Metrics that arrived together, in the order of arrival."""

    __slots__ = ()
    _fields = {
        "cursor": "cursor",
        "end": "end",
        "points": "points",
    }

    @property
    def cursor(self) -> str:
        """Cursor for continuing after these."""
        return self._wire["cursor"]

    @property
    def end(self) -> bool:
        """Whether nothing follows because the job (or the requested run) has ended."""
        return self._wire["end"]

    @property
    def points(self) -> list[MetricPoint]:
        """The points."""
        return [MetricPoint(x) for x in self._wire["points"]]


class MetricPoint(Record):
    """Metrics that a job printed in one line."""

    __slots__ = ()
    _fields = {
        "at": "at",
        "cursor": "cursor",
        "omitted": "omitted",
        "run": "run",
        "stage": "stage",
        "values": "values",
    }

    @property
    def at(self) -> datetime:
        """When the agent read it, by the clock of the host."""
        return instant(self._wire["at"])

    @property
    def cursor(self) -> str:
        """Cursor for continuing after this point."""
        return self._wire["cursor"]

    @property
    def omitted(self) -> int:
        """Number of values that were omitted: a line has at most 100, with names of letters, digits and _ . / @ -."""
        return self._wire["omitted"]

    @property
    def run(self) -> int:
        """Run that printed it."""
        return self._wire["run"]

    @property
    def stage(self) -> str | None:
        """As stated in the line."""
        return self._wire["stage"]

    @property
    def values(self) -> Any:
        """Values by name; the string "NaN", "Infinity" or "-Infinity" if a value is not finite."""
        return self._wire["values"]


class Node(Record):
    """An object with a global id."""

    __slots__ = ()
    _fields = {
        "id": "id",
    }

    @property
    def id(self) -> str:
        return self._wire["id"]


class OfferedDevice(Record):
    """An offered device."""

    __slots__ = ()
    _fields = {
        "index": "index",
        "model": "model",
        "simulated": "simulated",
        "uuid": "uuid",
    }

    @property
    def index(self) -> int:
        """Index on the host."""
        return self._wire["index"]

    @property
    def model(self) -> str:
        """Device model."""
        return self._wire["model"]

    @property
    def simulated(self) -> bool:
        """Whether the device is simulated."""
        return self._wire["simulated"]

    @property
    def uuid(self) -> str:
        """Its UUID."""
        return self._wire["uuid"]


class ParkedMessage(Record):
    """An event that could not be handled and waits for an operator."""

    __slots__ = ()
    _fields = {
        "attempts": "attempts",
        "consumer": "consumer",
        "entity": "entity",
        "error": "error",
        "event_id": "eventId",
        "event_type": "eventType",
        "id": "id",
        "parked_at": "parkedAt",
        "service": "service",
        "source": "source",
    }

    @property
    def attempts(self) -> int:
        """Number of attempts; 0 if it waits behind another message."""
        return self._wire["attempts"]

    @property
    def consumer(self) -> str:
        """Which consumer or process manager."""
        return self._wire["consumer"]

    @property
    def entity(self) -> str:
        """Entity of the event; later events of the same entity wait behind it."""
        return self._wire["entity"]

    @property
    def error(self) -> str:
        """Why it could not be handled."""
        return self._wire["error"]

    @property
    def event_id(self) -> str:
        """Id of the event."""
        return self._wire["eventId"]

    @property
    def event_type(self) -> str:
        """Its wire name."""
        return self._wire["eventType"]

    @property
    def id(self) -> str:
        """Id for replaying or dropping it."""
        return self._wire["id"]

    @property
    def parked_at(self) -> datetime:
        """Waiting since."""
        return instant(self._wire["parkedAt"])

    @property
    def service(self) -> str:
        """Service that could not handle it."""
        return self._wire["service"]

    @property
    def source(self) -> str:
        """Service that published the event."""
        return self._wire["source"]


class Pending(Record):
    """Why a job has not started, and its position in the queue."""

    __slots__ = ()
    _fields = {
        "ahead": "ahead",
        "ahead_count": "aheadCount",
        "estimate_confidence": "estimateConfidence",
        "estimate_message": "estimateMessage",
        "estimated_start": "estimatedStart",
        "position": "position",
        "reasons": "reasons",
    }

    @property
    def ahead(self) -> list[JobReference]:
        """Jobs ahead that the caller may see, at most 20."""
        return [JobReference(x) for x in self._wire["ahead"]]

    @property
    def ahead_count(self) -> int:
        """Number of jobs ahead of it, without those of its own gang."""
        return self._wire["aheadCount"]

    @property
    def estimate_confidence(self) -> enums.EstimateConfidence:
        """Confidence of the estimate."""
        return self._wire["estimateConfidence"]

    @property
    def estimate_message(self) -> str | None:
        """Basis of the estimate, or why there is none."""
        return self._wire["estimateMessage"]

    @property
    def estimated_start(self) -> datetime | None:
        """Estimated start."""
        return None if self._wire["estimatedStart"] is None else instant(self._wire["estimatedStart"])

    @property
    def position(self) -> int | None:
        """Position in the queue, 1 is next; null while the job awaits approval."""
        return self._wire["position"]

    @property
    def reasons(self) -> list[PendingReason]:
        """All reasons, the most relevant first."""
        return [PendingReason(x) for x in self._wire["reasons"]]


class PendingReason(Record):
    """One reason why a job has not started."""

    __slots__ = ()
    _fields = {
        "code": "code",
        "kind": "kind",
        "message": "message",
        "numbers": "numbers",
    }

    @property
    def code(self) -> enums.PendingCode:
        """Code, for programs."""
        return self._wire["code"]

    @property
    def kind(self) -> enums.PendingKind:
        """Whether the job can start without a change."""
        return self._wire["kind"]

    @property
    def message(self) -> str:
        """Message for users, with the figures."""
        return self._wire["message"]

    @property
    def numbers(self) -> Any:
        """The figures by name."""
        return self._wire["numbers"]


class PolicyComparison(Record):
    """Difference between a policy and the first one."""

    __slots__ = ()
    _fields = {
        "allocated": "allocated",
        "baseline": "baseline",
        "fairness_of_slowdown": "fairnessOfSlowdown",
        "makespan_hours": "makespanHours",
        "mean_bounded_slowdown": "meanBoundedSlowdown",
        "mean_wait_seconds": "meanWaitSeconds",
        "p95_wait_seconds": "p95WaitSeconds",
        "policy": "policy",
        "preemptions": "preemptions",
    }

    @property
    def allocated(self) -> float:
        """Difference of the allocated fractions."""
        return float(self._wire["allocated"])

    @property
    def baseline(self) -> str:
        """Name of the first policy."""
        return self._wire["baseline"]

    @property
    def fairness_of_slowdown(self) -> float:
        """Difference of Jain's indexes."""
        return float(self._wire["fairnessOfSlowdown"])

    @property
    def makespan_hours(self) -> float:
        """Difference of the makespans."""
        return float(self._wire["makespanHours"])

    @property
    def mean_bounded_slowdown(self) -> float:
        """Difference of the mean bounded slowdowns."""
        return float(self._wire["meanBoundedSlowdown"])

    @property
    def mean_wait_seconds(self) -> float:
        """Difference of the mean waiting times."""
        return float(self._wire["meanWaitSeconds"])

    @property
    def p95_wait_seconds(self) -> float:
        """Difference of the 95th percentiles of the waiting times."""
        return float(self._wire["p95WaitSeconds"])

    @property
    def policy(self) -> str:
        """Name of the policy."""
        return self._wire["policy"]

    @property
    def preemptions(self) -> int:
        """Difference of the numbers of preemptions."""
        return self._wire["preemptions"]


class PolicyReport(Record):
    """Result of one policy."""

    __slots__ = ()
    _fields = {
        "backfilled": "backfilled",
        "bounded_slowdown": "boundedSlowdown",
        "by_class": "byClass",
        "by_project": "byProject",
        "by_user": "byUser",
        "fairness": "fairness",
        "finished": "finished",
        "jobs": "jobs",
        "jobs_per_hour": "jobsPerHour",
        "longest_queue": "longestQueue",
        "lost_gpu_hours": "lostGpuHours",
        "makespan_hours": "makespanHours",
        "passes": "passes",
        "policy": "policy",
        "preempted_jobs": "preemptedJobs",
        "preemptions": "preemptions",
        "timed_out": "timedOut",
        "unfinished": "unfinished",
        "utilisation": "utilisation",
        "waits": "waits",
    }

    @property
    def backfilled(self) -> int:
        """Number of jobs that were started by backfill."""
        return self._wire["backfilled"]

    @property
    def bounded_slowdown(self) -> Distribution:
        """Bounded slowdown of all finished jobs: time in the system divided by run time, with a run time of at least 10 s."""
        return Distribution(self._wire["boundedSlowdown"])

    @property
    def by_class(self) -> list[SimulatedGroup]:
        """By class of grant."""
        return [SimulatedGroup(x) for x in self._wire["byClass"]]

    @property
    def by_project(self) -> list[SimulatedGroup]:
        """By GPU-time, the highest first, at most 50."""
        return [SimulatedGroup(x) for x in self._wire["byProject"]]

    @property
    def by_user(self) -> list[SimulatedGroup]:
        """By GPU-time, the highest first, at most 50."""
        return [SimulatedGroup(x) for x in self._wire["byUser"]]

    @property
    def fairness(self) -> SimulatedFairness:
        """Between users."""
        return SimulatedFairness(self._wire["fairness"])

    @property
    def finished(self) -> int:
        """Number of finished jobs."""
        return self._wire["finished"]

    @property
    def jobs(self) -> int:
        """Number of submitted jobs."""
        return self._wire["jobs"]

    @property
    def jobs_per_hour(self) -> float:
        """Finished jobs per hour of the makespan."""
        return float(self._wire["jobsPerHour"])

    @property
    def longest_queue(self) -> int:
        """Maximum length of the queue."""
        return self._wire["longestQueue"]

    @property
    def lost_gpu_hours(self) -> float:
        """GPU-hours lost to preemption."""
        return float(self._wire["lostGpuHours"])

    @property
    def makespan_hours(self) -> float:
        """From the first submission to the last end."""
        return float(self._wire["makespanHours"])

    @property
    def passes(self) -> int:
        """Number of scheduling passes."""
        return self._wire["passes"]

    @property
    def policy(self) -> str:
        """Its name."""
        return self._wire["policy"]

    @property
    def preempted_jobs(self) -> int:
        """Number of preempted jobs."""
        return self._wire["preemptedJobs"]

    @property
    def preemptions(self) -> int:
        """Number of preempted runs."""
        return self._wire["preemptions"]

    @property
    def timed_out(self) -> int:
        """Number of finished jobs that reached their time limit."""
        return self._wire["timedOut"]

    @property
    def unfinished(self) -> list[UnfinishedJobs]:
        """Jobs that did not finish, by reason."""
        return [UnfinishedJobs(x) for x in self._wire["unfinished"]]

    @property
    def utilisation(self) -> SimulatedUtilisation:
        """Of the GPUs."""
        return SimulatedUtilisation(self._wire["utilisation"])

    @property
    def waits(self) -> Distribution:
        """Seconds from submission to the first start, of all that started."""
        return Distribution(self._wire["waits"])


class Pool(Record):
    """Hosts scheduled together under one policy."""

    __slots__ = ()
    _fields = {
        "approval": "approval",
        "created_at": "createdAt",
        "description": "description",
        "id": "id",
        "max_queued_per_user": "maxQueuedPerUser",
        "name": "name",
        "price_label": "priceLabel",
    }

    @property
    def approval(self) -> bool:
        """Whether each job needs approval."""
        return self._wire["approval"]

    @property
    def created_at(self) -> datetime:
        """When it was created."""
        return instant(self._wire["createdAt"])

    @property
    def description(self) -> str | None:
        """Description."""
        return self._wire["description"]

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def max_queued_per_user(self) -> int:
        """Maximum number of waiting jobs of one user."""
        return self._wire["maxQueuedPerUser"]

    @property
    def name(self) -> str:
        """Unique name."""
        return self._wire["name"]

    @property
    def price_label(self) -> str | None:
        """Name of its price list."""
        return self._wire["priceLabel"]


class PoolCalendar(Record):
    """What occupies devices of a pool in a time range."""

    __slots__ = ()
    _fields = {
        "entries": "entries",
        "from_": "from",
        "pool_id": "poolId",
        "until": "until",
    }

    @property
    def entries(self) -> list[CalendarEntry]:
        """In order of their start."""
        return [CalendarEntry(x) for x in self._wire["entries"]]

    @property
    def from_(self) -> datetime:
        """Where the range begins."""
        return instant(self._wire["from"])

    @property
    def pool_id(self) -> str:
        """Id of the pool."""
        return self._wire["poolId"]

    @property
    def until(self) -> datetime:
        """Where it ends."""
        return instant(self._wire["until"])


class PoolHostSample(Record):
    """Sample of one host of a pool and its devices."""

    __slots__ = ()
    _fields = {
        "at": "at",
        "cpu_percent": "cpuPercent",
        "devices": "devices",
        "host": "host",
        "memory_total_mib": "memoryTotalMiB",
        "memory_used_mib": "memoryUsedMiB",
    }

    @property
    def at(self) -> datetime:
        """When it was measured, by the clock of the host."""
        return instant(self._wire["at"])

    @property
    def cpu_percent(self) -> float | None:
        """Load of the CPU, in percent."""
        return None if self._wire["cpuPercent"] is None else float(self._wire["cpuPercent"])

    @property
    def devices(self) -> list[DeviceSample]:
        """Devices that the caller may see."""
        return [DeviceSample(x) for x in self._wire["devices"]]

    @property
    def host(self) -> HostReference:
        """Which host."""
        return HostReference(self._wire["host"])

    @property
    def memory_total_mib(self) -> float | None:
        """Memory, in MiB."""
        return None if self._wire["memoryTotalMiB"] is None else float(self._wire["memoryTotalMiB"])

    @property
    def memory_used_mib(self) -> float | None:
        """Memory in use, in MiB."""
        return None if self._wire["memoryUsedMiB"] is None else float(self._wire["memoryUsedMiB"])


class PoolPolicy(Record):
    """Scheduling policy of a pool."""

    __slots__ = ()
    _fields = {
        "backfill": "backfill",
        "fair_share": "fairShare",
        "order": "order",
        "placement": "placement",
        "pool": "pool",
        "preemption": "preemption",
        "reservations": "reservations",
        "set_at": "setAt",
    }

    @property
    def backfill(self) -> bool:
        """Whether a job may start early if it delays no planned start."""
        return self._wire["backfill"]

    @property
    def fair_share(self) -> FairSharePolicy:
        """How past usage affects the order."""
        return FairSharePolicy(self._wire["fairShare"])

    @property
    def order(self) -> enums.QueueOrder:
        """Order of the queue."""
        return self._wire["order"]

    @property
    def placement(self) -> enums.PlacementStrategy:
        """Which devices a job gets."""
        return self._wire["placement"]

    @property
    def pool(self) -> PoolReference | None:
        """Which pool."""
        return None if self._wire["pool"] is None else PoolReference(self._wire["pool"])

    @property
    def preemption(self) -> PreemptionPolicy:
        """Whether runs may be preempted."""
        return PreemptionPolicy(self._wire["preemption"])

    @property
    def reservations(self) -> ReservationPolicy:
        """Rules for reservations."""
        return ReservationPolicy(self._wire["reservations"])

    @property
    def set_at(self) -> datetime | None:
        """When it was last set; null for the default policy."""
        return None if self._wire["setAt"] is None else instant(self._wire["setAt"])


class PoolReference(Record):
    """What a Pool is named by within another object."""

    __slots__ = ()
    _fields = {
        "id": "id",
        "name": "name",
    }

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def name(self) -> str:
        """Unique name."""
        return self._wire["name"]


class PoolSamples(Record):
    """Samples of hosts of a pool that came together."""

    __slots__ = ()
    _fields = {
        "hosts": "hosts",
    }

    @property
    def hosts(self) -> list[PoolHostSample]:
        """Hosts that have a new sample."""
        return [PoolHostSample(x) for x in self._wire["hosts"]]


class Preemption(Record):
    """Preemption of a run: it is warned, has a grace period to end, and its job is queued again."""

    __slots__ = ()
    _fields = {
        "cause": "cause",
        "grace_seconds": "graceSeconds",
        "message": "message",
        "requested_at": "requestedAt",
    }

    @property
    def cause(self) -> enums.PreemptionCause:
        """Reason."""
        return self._wire["cause"]

    @property
    def grace_seconds(self) -> int:
        """Grace period in seconds between the warning signal and SIGKILL."""
        return self._wire["graceSeconds"]

    @property
    def message(self) -> str:
        """Message for users."""
        return self._wire["message"]

    @property
    def requested_at(self) -> datetime:
        """When the preemption was requested."""
        return instant(self._wire["requestedAt"])


class PreemptionPolicy(Record):
    """Whether and how runs are preempted; their jobs are queued again."""

    __slots__ = ()
    _fields = {
        "grace_seconds": "graceSeconds",
        "minimum_run_minutes": "minimumRunMinutes",
        "mode": "mode",
    }

    @property
    def grace_seconds(self) -> int:
        """Grace period in seconds between SIGTERM and SIGKILL."""
        return self._wire["graceSeconds"]

    @property
    def minimum_run_minutes(self) -> float:
        """Minimum run time in minutes before a run may be preempted."""
        return float(self._wire["minimumRunMinutes"])

    @property
    def mode(self) -> enums.PreemptionMode:
        """For whom."""
        return self._wire["mode"]


class Price(Record):
    """The price of one device for one hour, valid from an instant."""

    __slots__ = ()
    _fields = {
        "currency": "currency",
        "from_": "from",
        "id": "id",
        "micros_per_hour": "microsPerHour",
        "model": "model",
        "pool": "pool",
    }

    @property
    def currency(self) -> str:
        """ISO 4217 code."""
        return self._wire["currency"]

    @property
    def from_(self) -> datetime:
        """Valid from."""
        return instant(self._wire["from"])

    @property
    def id(self) -> str:
        """Its id."""
        return self._wire["id"]

    @property
    def micros_per_hour(self) -> int:
        """Price per hour."""
        return self._wire["microsPerHour"]

    @property
    def model(self) -> str | None:
        """Device model to which it applies; any model if null."""
        return self._wire["model"]

    @property
    def pool(self) -> PoolReference | None:
        """Pool to which it applies; any pool if null."""
        return None if self._wire["pool"] is None else PoolReference(self._wire["pool"])


class Process(Record):
    """A component of a service that processes events: its lag, its parked messages and its last error."""

    __slots__ = ()
    _fields = {
        "at_least": "atLeast",
        "behind_events": "behindEvents",
        "behind_seconds": "behindSeconds",
        "kind": "kind",
        "last_error": "lastError",
        "last_error_at": "lastErrorAt",
        "name": "name",
        "parked": "parked",
        "service": "service",
        "source": "source",
        "state": "state",
    }

    @property
    def at_least(self) -> bool:
        """Whether `behindEvents` and `behindSeconds` are lower bounds."""
        return self._wire["atLeast"]

    @property
    def behind_events(self) -> int:
        """Number of events that it has not processed yet."""
        return self._wire["behindEvents"]

    @property
    def behind_seconds(self) -> float:
        """Age of the oldest unprocessed event in seconds."""
        return float(self._wire["behindSeconds"])

    @property
    def kind(self) -> enums.ProcessKind:
        """Its kind."""
        return self._wire["kind"]

    @property
    def last_error(self) -> str | None:
        """Message of its last error, which may be resolved."""
        return self._wire["lastError"]

    @property
    def last_error_at(self) -> datetime | None:
        """When the last error occurred."""
        return None if self._wire["lastErrorAt"] is None else instant(self._wire["lastErrorAt"])

    @property
    def name(self) -> str:
        """Unique within its service and kind."""
        return self._wire["name"]

    @property
    def parked(self) -> int:
        """Number of parked messages, including those that wait behind another."""
        return self._wire["parked"]

    @property
    def service(self) -> str:
        """Which service it is part of."""
        return self._wire["service"]

    @property
    def source(self) -> str:
        """Service whose events it processes."""
        return self._wire["source"]

    @property
    def state(self) -> enums.ProcessState:
        """Its state."""
        return self._wire["state"]


class Profile(Record):
    """Profile of a person."""

    __slots__ = ()
    _fields = {
        "family_name": "familyName",
        "given_name": "givenName",
        "lab": "lab",
        "locale": "locale",
        "organisation": "organisation",
        "phone": "phone",
        "time_zone": "timeZone",
    }

    @property
    def family_name(self) -> str | None:
        """Last name."""
        return self._wire["familyName"]

    @property
    def given_name(self) -> str | None:
        """First name."""
        return self._wire["givenName"]

    @property
    def lab(self) -> str | None:
        """Group within the organisation."""
        return self._wire["lab"]

    @property
    def locale(self) -> str | None:
        """Language, as a BCP 47 tag."""
        return self._wire["locale"]

    @property
    def organisation(self) -> str | None:
        """Company or university."""
        return self._wire["organisation"]

    @property
    def phone(self) -> str | None:
        """Telephone number."""
        return self._wire["phone"]

    @property
    def time_zone(self) -> str | None:
        """IANA name such as Europe/Berlin."""
        return self._wire["timeZone"]


class Project(Record):
    """A project, to which work is charged."""

    __slots__ = ()
    _fields = {
        "archived": "archived",
        "created_at": "createdAt",
        "description": "description",
        "id": "id",
        "members": "members",
        "name": "name",
    }

    @property
    def archived(self) -> bool:
        """Whether it is archived and takes no more work."""
        return self._wire["archived"]

    @property
    def created_at(self) -> datetime:
        """When it was created."""
        return instant(self._wire["createdAt"])

    @property
    def description(self) -> str | None:
        """Description."""
        return self._wire["description"]

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def members(self) -> list[ProjectMember]:
        """Its members."""
        return [ProjectMember(x) for x in self._wire["members"]]

    @property
    def name(self) -> str:
        """Unique name."""
        return self._wire["name"]


class ProjectFairShare(Record):
    """Fair share of a project in a pool."""

    __slots__ = ()
    _fields = {
        "entitled": "entitled",
        "factor": "factor",
        "project": "project",
        "shares": "shares",
        "used": "used",
        "used_hours": "usedHours",
        "users": "users",
    }

    @property
    def entitled(self) -> float:
        """Its fraction of all shares, 0 to 1."""
        return float(self._wire["entitled"])

    @property
    def factor(self) -> float:
        """Fair-share factor: 1 for no usage, 0.5 for usage equal to the share, towards 0 for higher usage."""
        return float(self._wire["factor"])

    @property
    def project(self) -> ProjectReference | None:
        """Which project."""
        return None if self._wire["project"] is None else ProjectReference(self._wire["project"])

    @property
    def shares(self) -> float:
        """Shares of the pool."""
        return float(self._wire["shares"])

    @property
    def used(self) -> float:
        """Its fraction of all usage, 0 to 1."""
        return float(self._wire["used"])

    @property
    def used_hours(self) -> float:
        """Device-hours, decayed by the half-life."""
        return float(self._wire["usedHours"])

    @property
    def users(self) -> list[UserFairShare]:
        """Its users with usage, the highest first."""
        return [UserFairShare(x) for x in self._wire["users"]]


class ProjectMember(Record):
    """A user in a project."""

    __slots__ = ()
    _fields = {
        "member_role": "memberRole",
        "user": "user",
    }

    @property
    def member_role(self) -> enums.MemberRole:
        """Role in the project."""
        return self._wire["memberRole"]

    @property
    def user(self) -> UserReference | None:
        """The user; null if deleted."""
        return None if self._wire["user"] is None else UserReference(self._wire["user"])


class ProjectReference(Record):
    """What a Project is named by within another object."""

    __slots__ = ()
    _fields = {
        "id": "id",
        "name": "name",
    }

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def name(self) -> str:
        """Unique name."""
        return self._wire["name"]


class ProjectShares(Record):
    """Shares of a project in a pool; projects not listed have 1."""

    __slots__ = ()
    _fields = {
        "project": "project",
        "shares": "shares",
    }

    @property
    def project(self) -> ProjectReference | None:
        """Null if the caller may not see the project."""
        return None if self._wire["project"] is None else ProjectReference(self._wire["project"])

    @property
    def shares(self) -> float:
        """How many."""
        return float(self._wire["shares"])


class QueueChange(Record):
    """The queue of a pool after a change."""

    __slots__ = ()
    _fields = {
        "entries": "entries",
        "total_count": "totalCount",
    }

    @property
    def entries(self) -> list[QueueEntry]:
        """The first entries, with their positions in the whole queue."""
        return [QueueEntry(x) for x in self._wire["entries"]]

    @property
    def total_count(self) -> int:
        """Number of waiting jobs that the caller may see."""
        return self._wire["totalCount"]


class QueueEntry(Record):
    """A job in the queue of its pool."""

    __slots__ = ()
    _fields = {
        "grant_priority": "grantPriority",
        "job": "job",
        "position": "position",
        "priority": "priority",
        "queued_at": "queuedAt",
    }

    @property
    def grant_priority(self) -> int:
        """Priority class: 0 (first) to 2 (last)."""
        return self._wire["grantPriority"]

    @property
    def job(self) -> JobReference | None:
        """The job."""
        return None if self._wire["job"] is None else JobReference(self._wire["job"])

    @property
    def position(self) -> int:
        """Position in the queue; 1 is next."""
        return self._wire["position"]

    @property
    def priority(self) -> int:
        """Priority: 10 (first) to 1 (last)."""
        return self._wire["priority"]

    @property
    def queued_at(self) -> datetime:
        """Waiting since."""
        return instant(self._wire["queuedAt"])


class Quota(Record):
    """Quota of a user or a project."""

    __slots__ = ()
    _fields = {
        "borrow": "borrow",
        "id": "id",
        "lines": "lines",
        "pool": "pool",
        "project": "project",
        "set_at": "setAt",
        "user": "user",
    }

    @property
    def borrow(self) -> bool:
        """Whether unused quota of others may be borrowed."""
        return self._wire["borrow"]

    @property
    def id(self) -> str | None:
        """Id for removing it; null for the default of the installation."""
        return self._wire["id"]

    @property
    def lines(self) -> list[QuotaLine]:
        """Each resource with its limit and usage."""
        return [QuotaLine(x) for x in self._wire["lines"]]

    @property
    def pool(self) -> PoolReference | None:
        """Null: all pools together."""
        return None if self._wire["pool"] is None else PoolReference(self._wire["pool"])

    @property
    def project(self) -> ProjectReference | None:
        """Project, if it is a quota of a project."""
        return None if self._wire["project"] is None else ProjectReference(self._wire["project"])

    @property
    def set_at(self) -> datetime | None:
        """When it was set; null for the default."""
        return None if self._wire["setAt"] is None else instant(self._wire["setAt"])

    @property
    def user(self) -> UserReference | None:
        """User, if it is a quota of a user."""
        return None if self._wire["user"] is None else UserReference(self._wire["user"])


class QuotaLine(Record):
    """Limit and usage of one resource."""

    __slots__ = ()
    _fields = {
        "borrowed": "borrowed",
        "kind": "kind",
        "limit": "limit",
        "remaining": "remaining",
        "used": "used",
    }

    @property
    def borrowed(self) -> float:
        """Borrowed part of the usage."""
        return float(self._wire["borrowed"])

    @property
    def kind(self) -> enums.QuotaKind:
        """Resource."""
        return self._wire["kind"]

    @property
    def limit(self) -> float | None:
        """Limit; 0: none allowed, null: no limit."""
        return None if self._wire["limit"] is None else float(self._wire["limit"])

    @property
    def remaining(self) -> float | None:
        """What remains; null if there is no limit."""
        return None if self._wire["remaining"] is None else float(self._wire["remaining"])

    @property
    def used(self) -> float:
        """Current usage, including what is borrowed."""
        return float(self._wire["used"])


class RefreshSuccess(Record):
    """A pair of tokens. Send the access token in the header `Authorization: Bearer …`."""

    __slots__ = ()
    _fields = {
        "access_token": "accessToken",
        "expires_in_seconds": "expiresInSeconds",
        "refresh_token": "refreshToken",
        "session_expires_at": "sessionExpiresAt",
        "user": "user",
    }

    @property
    def access_token(self) -> str:
        """For the Authorization header; expires after a few minutes."""
        return self._wire["accessToken"]

    @property
    def expires_in_seconds(self) -> int:
        """Lifetime of the access token in seconds."""
        return self._wire["expiresInSeconds"]

    @property
    def refresh_token(self) -> str | None:
        """Can be exchanged once for the next pair of tokens. Not there with `Berth-Session: cookie`."""
        return self._wire.get("refreshToken")

    @property
    def session_expires_at(self) -> datetime:
        """When the session ends unless its refresh token is exchanged before."""
        return instant(self._wire["sessionExpiresAt"])

    @property
    def user(self) -> User:
        """The user to whom the tokens belong."""
        return User(self._wire["user"])


class RegisterSuccess(Record):
    """`register` succeeded."""

    __slots__ = ()
    _fields = {
        "access_token": "accessToken",
        "device_token": "deviceToken",
        "expires_in_seconds": "expiresInSeconds",
        "refresh_token": "refreshToken",
        "session_expires_at": "sessionExpiresAt",
        "user": "user",
    }

    @property
    def access_token(self) -> str | None:
        """Null if the account awaits activation."""
        return self._wire["accessToken"]

    @property
    def device_token(self) -> str | None:
        """Marks this browser or program as known to the account. Store it and send it with the next login. It grants no access by itself."""
        return self._wire["deviceToken"]

    @property
    def expires_in_seconds(self) -> int | None:
        """Lifetime of the access token in seconds."""
        return self._wire["expiresInSeconds"]

    @property
    def refresh_token(self) -> str | None:
        """Can be exchanged once for the next pair of tokens. Not there with `Berth-Session: cookie`."""
        return self._wire.get("refreshToken")

    @property
    def session_expires_at(self) -> datetime | None:
        """When the session ends unless its refresh token is exchanged before."""
        return None if self._wire["sessionExpiresAt"] is None else instant(self._wire["sessionExpiresAt"])

    @property
    def user(self) -> User:
        """The new account."""
        return User(self._wire["user"])


class RejectJobsSuccess(Record):
    """`rejectJobs` succeeded. Each job succeeds or fails independently."""

    __slots__ = ()
    _fields = {
        "items": "items",
        "more": "more",
    }

    @property
    def items(self) -> list[BulkJobsItem]:
        """What became of each job: in the order of the ids, or newest first."""
        return [BulkJobsItem(x) for x in self._wire["items"]]

    @property
    def more(self) -> bool:
        """Whether the filter has more jobs than were changed. Send it again for the next ones."""
        return self._wire["more"]


class ReplayParkedSuccess(Record):
    """`replayParked` succeeded."""

    __slots__ = ()
    _fields = {
        "replayed": "replayed",
        "still_parked": "stillParked",
    }

    @property
    def replayed(self) -> int:
        """Number of messages handled."""
        return self._wire["replayed"]

    @property
    def still_parked(self) -> int:
        """Number of messages of the entity that are still parked."""
        return self._wire["stillParked"]


class RequestItem(Record):
    """A request or a job that awaits approval."""

    __slots__ = ()
    _fields = {
        "id": "id",
        "job": "job",
        "kind": "kind",
        "request": "request",
        "submitted_at": "submittedAt",
    }

    @property
    def id(self) -> str:
        """Id for `decideRequests`."""
        return self._wire["id"]

    @property
    def job(self) -> JobReference | None:
        """The job; null for a request."""
        return None if self._wire["job"] is None else JobReference(self._wire["job"])

    @property
    def kind(self) -> enums.RequestKind:
        """Kind of the item."""
        return self._wire["kind"]

    @property
    def request(self) -> GpuRequest | None:
        """The request; null for a job."""
        return None if self._wire["request"] is None else GpuRequest(self._wire["request"])

    @property
    def submitted_at(self) -> datetime:
        """When it was submitted."""
        return instant(self._wire["submittedAt"])


class RequestedGpus(Record):
    """Requested devices."""

    __slots__ = ()
    _fields = {
        "count": "count",
        "memory_gb": "memoryGb",
        "model": "model",
    }

    @property
    def count(self) -> int:
        """How many."""
        return self._wire["count"]

    @property
    def memory_gb(self) -> float | None:
        """Minimum memory of each device in GB of 10^9 bytes."""
        return None if self._wire["memoryGb"] is None else float(self._wire["memoryGb"])

    @property
    def model(self) -> str | None:
        """Device model by whole words of its name."""
        return self._wire["model"]


class Reservation(Record):
    """A reservation of devices for a time window."""

    __slots__ = ()
    _fields = {
        "changes": "changes",
        "created_at": "createdAt",
        "devices": "devices",
        "end_reason": "endReason",
        "ended_at": "endedAt",
        "from_": "from",
        "id": "id",
        "overstays": "overstays",
        "pool": "pool",
        "project": "project",
        "reason": "reason",
        "request_id": "requestId",
        "series_id": "seriesId",
        "shared_with_project": "sharedWithProject",
        "started_at": "startedAt",
        "state": "state",
        "title": "title",
        "until": "until",
        "used_at": "usedAt",
        "user": "user",
        "warnings": "warnings",
    }

    @property
    def changes(self) -> list[ReservationChange]:
        """The initial terms and every change."""
        return [ReservationChange(x) for x in self._wire["changes"]]

    @property
    def created_at(self) -> datetime:
        """When it was created."""
        return instant(self._wire["createdAt"])

    @property
    def devices(self) -> list[ReservedDevice]:
        """Reserved devices."""
        return [ReservedDevice(x) for x in self._wire["devices"]]

    @property
    def end_reason(self) -> str | None:
        """Why it ended."""
        return self._wire["endReason"]

    @property
    def ended_at(self) -> datetime | None:
        """When it ended."""
        return None if self._wire["endedAt"] is None else instant(self._wire["endedAt"])

    @property
    def from_(self) -> datetime:
        """When it begins."""
        return instant(self._wire["from"])

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def overstays(self) -> list[ReservationOverstay]:
        """How processes that stayed beyond the end were handled."""
        return [ReservationOverstay(x) for x in self._wire["overstays"]]

    @property
    def pool(self) -> PoolReference | None:
        """Pool of the devices."""
        return None if self._wire["pool"] is None else PoolReference(self._wire["pool"])

    @property
    def project(self) -> ProjectReference | None:
        """Project to which it is charged."""
        return None if self._wire["project"] is None else ProjectReference(self._wire["project"])

    @property
    def reason(self) -> str | None:
        """Reason."""
        return self._wire["reason"]

    @property
    def request_id(self) -> str | None:
        """The request that led to it."""
        return self._wire["requestId"]

    @property
    def series_id(self) -> str | None:
        """Shared by all occurrences of a recurring reservation."""
        return self._wire["seriesId"]

    @property
    def shared_with_project(self) -> bool:
        """Whether jobs of all members of the project may run in its window."""
        return self._wire["sharedWithProject"]

    @property
    def started_at(self) -> datetime | None:
        """When it began."""
        return None if self._wire["startedAt"] is None else instant(self._wire["startedAt"])

    @property
    def state(self) -> enums.ReservationState:
        """State."""
        return self._wire["state"]

    @property
    def title(self) -> str | None:
        """Title."""
        return self._wire["title"]

    @property
    def until(self) -> datetime:
        """When it ends."""
        return instant(self._wire["until"])

    @property
    def used_at(self) -> datetime | None:
        """When it was first used."""
        return None if self._wire["usedAt"] is None else instant(self._wire["usedAt"])

    @property
    def user(self) -> UserReference | None:
        """Holder."""
        return None if self._wire["user"] is None else UserReference(self._wire["user"])

    @property
    def warnings(self) -> list[ReservationWarning]:
        """Warnings to the holder."""
        return [ReservationWarning(x) for x in self._wire["warnings"]]


class ReservationChange(Record):
    """Terms of a reservation from an instant on."""

    __slots__ = ()
    _fields = {
        "at": "at",
        "devices": "devices",
        "from_": "from",
        "reason": "reason",
        "title": "title",
        "until": "until",
    }

    @property
    def at(self) -> datetime:
        """Valid from."""
        return instant(self._wire["at"])

    @property
    def devices(self) -> list[ReservedDevice]:
        """Devices."""
        return [ReservedDevice(x) for x in self._wire["devices"]]

    @property
    def from_(self) -> datetime:
        """Start."""
        return instant(self._wire["from"])

    @property
    def reason(self) -> str | None:
        """Reason for the reservation or the change."""
        return self._wire["reason"]

    @property
    def title(self) -> str | None:
        """Title."""
        return self._wire["title"]

    @property
    def until(self) -> datetime:
        """End."""
        return instant(self._wire["until"])


class ReservationInList(Record):
    """A reservation of devices for a time window."""

    __slots__ = ()
    _fields = {
        "created_at": "createdAt",
        "devices": "devices",
        "end_reason": "endReason",
        "ended_at": "endedAt",
        "from_": "from",
        "id": "id",
        "pool": "pool",
        "project": "project",
        "reason": "reason",
        "request_id": "requestId",
        "series_id": "seriesId",
        "shared_with_project": "sharedWithProject",
        "started_at": "startedAt",
        "state": "state",
        "title": "title",
        "until": "until",
        "used_at": "usedAt",
        "user": "user",
    }

    @property
    def created_at(self) -> datetime:
        """When it was created."""
        return instant(self._wire["createdAt"])

    @property
    def devices(self) -> list[ReservedDevice]:
        """Reserved devices."""
        return [ReservedDevice(x) for x in self._wire["devices"]]

    @property
    def end_reason(self) -> str | None:
        """Why it ended."""
        return self._wire["endReason"]

    @property
    def ended_at(self) -> datetime | None:
        """When it ended."""
        return None if self._wire["endedAt"] is None else instant(self._wire["endedAt"])

    @property
    def from_(self) -> datetime:
        """When it begins."""
        return instant(self._wire["from"])

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def pool(self) -> PoolReference | None:
        """Pool of the devices."""
        return None if self._wire["pool"] is None else PoolReference(self._wire["pool"])

    @property
    def project(self) -> ProjectReference | None:
        """Project to which it is charged."""
        return None if self._wire["project"] is None else ProjectReference(self._wire["project"])

    @property
    def reason(self) -> str | None:
        """Reason."""
        return self._wire["reason"]

    @property
    def request_id(self) -> str | None:
        """The request that led to it."""
        return self._wire["requestId"]

    @property
    def series_id(self) -> str | None:
        """Shared by all occurrences of a recurring reservation."""
        return self._wire["seriesId"]

    @property
    def shared_with_project(self) -> bool:
        """Whether jobs of all members of the project may run in its window."""
        return self._wire["sharedWithProject"]

    @property
    def started_at(self) -> datetime | None:
        """When it began."""
        return None if self._wire["startedAt"] is None else instant(self._wire["startedAt"])

    @property
    def state(self) -> enums.ReservationState:
        """State."""
        return self._wire["state"]

    @property
    def title(self) -> str | None:
        """Title."""
        return self._wire["title"]

    @property
    def until(self) -> datetime:
        """When it ends."""
        return instant(self._wire["until"])

    @property
    def used_at(self) -> datetime | None:
        """When it was first used."""
        return None if self._wire["usedAt"] is None else instant(self._wire["usedAt"])

    @property
    def user(self) -> UserReference | None:
        """Holder."""
        return None if self._wire["user"] is None else UserReference(self._wire["user"])


class ReservationOverstay(Record):
    """Processes of the holder's accounts that stayed beyond the end while others needed the devices."""

    __slots__ = ()
    _fields = {
        "at": "at",
        "devices": "devices",
        "host": "host",
        "killed": "killed",
        "outcome": "outcome",
        "processes": "processes",
        "reason": "reason",
    }

    @property
    def at(self) -> datetime:
        """When."""
        return instant(self._wire["at"])

    @property
    def devices(self) -> list[str]:
        """UUIDs of the devices."""
        return self._wire["devices"]

    @property
    def host(self) -> HostReference | None:
        """Host."""
        return None if self._wire["host"] is None else HostReference(self._wire["host"])

    @property
    def killed(self) -> int:
        """Number of processes that were killed (SIGKILL)."""
        return self._wire["killed"]

    @property
    def outcome(self) -> enums.OverstayOutcome:
        """Outcome."""
        return self._wire["outcome"]

    @property
    def processes(self) -> int:
        """How many."""
        return self._wire["processes"]

    @property
    def reason(self) -> str | None:
        """Why they could not be ended."""
        return self._wire["reason"]


class ReservationPolicy(Record):
    """Rules for reservations."""

    __slots__ = ()
    _fields = {
        "enabled": "enabled",
        "end_overstay": "endOverstay",
        "horizon_days": "horizonDays",
        "max_hours": "maxHours",
        "max_per_user": "maxPerUser",
        "no_show_minutes": "noShowMinutes",
        "offer_minutes": "offerMinutes",
        "warn_minutes": "warnMinutes",
    }

    @property
    def enabled(self) -> bool:
        """Whether devices can be reserved."""
        return self._wire["enabled"]

    @property
    def end_overstay(self) -> enums.OverstayPolicy:
        """What is ended when a reservation is over and others need its devices."""
        return self._wire["endOverstay"]

    @property
    def horizon_days(self) -> float:
        """How many days ahead a reservation may begin."""
        return float(self._wire["horizonDays"])

    @property
    def max_hours(self) -> float:
        """Maximum duration of a reservation in hours, times the multiplier of the holder's grant."""
        return float(self._wire["maxHours"])

    @property
    def max_per_user(self) -> int:
        """Maximum number of upcoming and active reservations of one user."""
        return self._wire["maxPerUser"]

    @property
    def no_show_minutes(self) -> float:
        """An unused reservation is released after so many minutes; 0: never."""
        return float(self._wire["noShowMinutes"])

    @property
    def offer_minutes(self) -> float:
        """How many minutes offered devices are held."""
        return float(self._wire["offerMinutes"])

    @property
    def warn_minutes(self) -> float:
        """The holder is warned so many minutes before the end."""
        return float(self._wire["warnMinutes"])


class ReservationReference(Record):
    """What a Reservation is named by within another object."""

    __slots__ = ()
    _fields = {
        "id": "id",
        "title": "title",
    }

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def title(self) -> str | None:
        """Title."""
        return self._wire["title"]


class ReservationWarning(Record):
    """A warning to the holder of a reservation."""

    __slots__ = ()
    _fields = {
        "at": "at",
        "kind": "kind",
        "message": "message",
    }

    @property
    def at(self) -> datetime:
        """When."""
        return instant(self._wire["at"])

    @property
    def kind(self) -> enums.ReservationWarningKind:
        """Code, for programs."""
        return self._wire["kind"]

    @property
    def message(self) -> str:
        """Message for users."""
        return self._wire["message"]


class ReserveSuccess(Record):
    """`reserve` succeeded."""

    __slots__ = ()
    _fields = {
        "reservation": "reservation",
        "reservations": "reservations",
    }

    @property
    def reservation(self) -> Reservation:
        """The first one."""
        return Reservation(self._wire["reservation"])

    @property
    def reservations(self) -> list[Reservation]:
        """All of them, in order."""
        return [Reservation(x) for x in self._wire["reservations"]]


class ReservedDevice(Record):
    """A device that is reserved or can be reserved."""

    __slots__ = ()
    _fields = {
        "host": "host",
        "host_id": "hostId",
        "index": "index",
        "model": "model",
        "simulated": "simulated",
        "uuid": "uuid",
    }

    @property
    def host(self) -> HostReference | None:
        """Host of the device."""
        return None if self._wire["host"] is None else HostReference(self._wire["host"])

    @property
    def host_id(self) -> str:
        """Id of its host."""
        return self._wire["hostId"]

    @property
    def index(self) -> int:
        """Index on the host."""
        return self._wire["index"]

    @property
    def model(self) -> str:
        """Name of the model."""
        return self._wire["model"]

    @property
    def simulated(self) -> bool:
        """Whether the device is simulated."""
        return self._wire["simulated"]

    @property
    def uuid(self) -> str:
        """UUID of the device."""
        return self._wire["uuid"]


class Retry(Record):
    """Whether and when a failed run is retried."""

    __slots__ = ()
    _fields = {
        "backoff_seconds": "backoffSeconds",
        "max_backoff_seconds": "maxBackoffSeconds",
        "max_retries": "maxRetries",
        "on": "on",
    }

    @property
    def backoff_seconds(self) -> float | None:
        """First delay in seconds, which doubles with each retry; null: 5."""
        return None if self._wire["backoffSeconds"] is None else float(self._wire["backoffSeconds"])

    @property
    def max_backoff_seconds(self) -> float | None:
        """Maximum delay in seconds; null: 3600."""
        return None if self._wire["maxBackoffSeconds"] is None else float(self._wire["maxBackoffSeconds"])

    @property
    def max_retries(self) -> int:
        """Maximum number of retries."""
        return self._wire["maxRetries"]

    @property
    def on(self) -> list[enums.RetriedErrorClass]:
        """Error classes that are retried; empty: all."""
        return self._wire["on"]


class Run(Record):
    """One attempt at a job, on given devices."""

    __slots__ = ()
    _fields = {
        "devices": "devices",
        "ended_at": "endedAt",
        "error_class": "errorClass",
        "exit_code": "exitCode",
        "host": "host",
        "lease_id": "leaseId",
        "message": "message",
        "number": "number",
        "outcome": "outcome",
        "placed_at": "placedAt",
        "preemption": "preemption",
        "signal": "signal",
        "started_at": "startedAt",
        "state": "state",
    }

    @property
    def devices(self) -> list[RunDevice]:
        """Leased devices; empty for CPU-only runs."""
        return [RunDevice(x) for x in self._wire["devices"]]

    @property
    def ended_at(self) -> datetime | None:
        """When it ended."""
        return None if self._wire["endedAt"] is None else instant(self._wire["endedAt"])

    @property
    def error_class(self) -> enums.ErrorClass | None:
        """Error class."""
        return self._wire["errorClass"]

    @property
    def exit_code(self) -> int | None:
        """Exit code of its process."""
        return self._wire["exitCode"]

    @property
    def host(self) -> HostReference | None:
        """Host; null if the caller may no longer see it."""
        return None if self._wire["host"] is None else HostReference(self._wire["host"])

    @property
    def lease_id(self) -> str:
        """Id of the lease, which is charged."""
        return self._wire["leaseId"]

    @property
    def message(self) -> str | None:
        """What went wrong."""
        return self._wire["message"]

    @property
    def number(self) -> int:
        """1 for the first attempt."""
        return self._wire["number"]

    @property
    def outcome(self) -> enums.RunOutcome | None:
        """How it ended."""
        return self._wire["outcome"]

    @property
    def placed_at(self) -> datetime:
        """When devices were allocated to it."""
        return instant(self._wire["placedAt"])

    @property
    def preemption(self) -> Preemption | None:
        """Preemption of the run, if requested."""
        return None if self._wire["preemption"] is None else Preemption(self._wire["preemption"])

    @property
    def signal(self) -> str | None:
        """Signal that ended its process."""
        return self._wire["signal"]

    @property
    def started_at(self) -> datetime | None:
        """When it started."""
        return None if self._wire["startedAt"] is None else instant(self._wire["startedAt"])

    @property
    def state(self) -> enums.RunState:
        """Its location."""
        return self._wire["state"]


class RunDevice(Record):
    """A device that a run holds or held."""

    __slots__ = ()
    _fields = {
        "index": "index",
        "model": "model",
        "simulated": "simulated",
        "uuid": "uuid",
    }

    @property
    def index(self) -> int:
        """Index on the host."""
        return self._wire["index"]

    @property
    def model(self) -> str:
        """Name of the model."""
        return self._wire["model"]

    @property
    def simulated(self) -> bool:
        """Whether the device is simulated."""
        return self._wire["simulated"]

    @property
    def uuid(self) -> str:
        """UUID of the device."""
        return self._wire["uuid"]


class Schedule(Record):
    """Submits a job or a workflow at times given by a cron expression, on behalf of its owner."""

    __slots__ = ()
    _fields = {
        "catch_up": "catchUp",
        "created_at": "createdAt",
        "cron": "cron",
        "external_id": "externalId",
        "id": "id",
        "job": "job",
        "last_firings": "lastFirings",
        "message": "message",
        "name": "name",
        "next_times": "nextTimes",
        "nodes": "nodes",
        "overlap": "overlap",
        "project": "project",
        "state": "state",
        "time_zone": "timeZone",
        "until": "until",
        "user": "user",
    }

    @property
    def catch_up(self) -> enums.CatchUp:
        """What to do about missed times."""
        return self._wire["catchUp"]

    @property
    def created_at(self) -> datetime:
        """When it was created."""
        return instant(self._wire["createdAt"])

    @property
    def cron(self) -> str:
        """Cron expression."""
        return self._wire["cron"]

    @property
    def external_id(self) -> str | None:
        """External id given by the owner."""
        return self._wire["externalId"]

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def job(self) -> JobTemplate | None:
        """The job that it submits; null where it submits a workflow."""
        return None if self._wire["job"] is None else JobTemplate(self._wire["job"])

    @property
    def last_firings(self) -> list[ScheduleFiring]:
        """Last ten firings, the latest first."""
        return [ScheduleFiring(x) for x in self._wire["lastFirings"]]

    @property
    def message(self) -> str | None:
        """Why it is paused."""
        return self._wire["message"]

    @property
    def name(self) -> str:
        """Name of the schedule and of what it submits."""
        return self._wire["name"]

    @property
    def next_times(self) -> list[datetime]:
        """Next five times; empty while it is paused."""
        return [instant(x) for x in self._wire["nextTimes"]]

    @property
    def nodes(self) -> list[ScheduledNode] | None:
        """The nodes of the workflow that it submits; null where it submits a job."""
        return None if self._wire["nodes"] is None else [ScheduledNode(x) for x in self._wire["nodes"]]

    @property
    def overlap(self) -> enums.Overlap:
        """Whether submissions may overlap."""
        return self._wire["overlap"]

    @property
    def project(self) -> ProjectReference | None:
        """Project to which it is charged."""
        return None if self._wire["project"] is None else ProjectReference(self._wire["project"])

    @property
    def state(self) -> enums.ScheduleState:
        """State."""
        return self._wire["state"]

    @property
    def time_zone(self) -> str:
        """IANA time zone of the cron expression."""
        return self._wire["timeZone"]

    @property
    def until(self) -> datetime | None:
        """The schedule does not fire after this."""
        return None if self._wire["until"] is None else instant(self._wire["until"])

    @property
    def user(self) -> UserReference | None:
        """Owner, on whose behalf it submits."""
        return None if self._wire["user"] is None else UserReference(self._wire["user"])


class ScheduleFiring(Record):
    """One firing of a schedule."""

    __slots__ = ()
    _fields = {
        "due_at": "dueAt",
        "fired_at": "firedAt",
        "job": "job",
        "message": "message",
        "outcome": "outcome",
        "workflow": "workflow",
    }

    @property
    def due_at(self) -> datetime:
        """When it was due."""
        return instant(self._wire["dueAt"])

    @property
    def fired_at(self) -> datetime:
        """When it fired."""
        return instant(self._wire["firedAt"])

    @property
    def job(self) -> JobReference | None:
        """The job that was submitted."""
        return None if self._wire["job"] is None else JobReference(self._wire["job"])

    @property
    def message(self) -> str | None:
        """Why it was refused or skipped."""
        return self._wire["message"]

    @property
    def outcome(self) -> enums.ScheduleFiringOutcome:
        """Result."""
        return self._wire["outcome"]

    @property
    def workflow(self) -> WorkflowReference | None:
        """The workflow that was submitted."""
        return None if self._wire["workflow"] is None else WorkflowReference(self._wire["workflow"])


class ScheduleInList(Record):
    """Submits a job or a workflow at times given by a cron expression, on behalf of its owner."""

    __slots__ = ()
    _fields = {
        "catch_up": "catchUp",
        "created_at": "createdAt",
        "cron": "cron",
        "external_id": "externalId",
        "id": "id",
        "job": "job",
        "message": "message",
        "name": "name",
        "next_times": "nextTimes",
        "overlap": "overlap",
        "project": "project",
        "state": "state",
        "time_zone": "timeZone",
        "until": "until",
        "user": "user",
    }

    @property
    def catch_up(self) -> enums.CatchUp:
        """What to do about missed times."""
        return self._wire["catchUp"]

    @property
    def created_at(self) -> datetime:
        """When it was created."""
        return instant(self._wire["createdAt"])

    @property
    def cron(self) -> str:
        """Cron expression."""
        return self._wire["cron"]

    @property
    def external_id(self) -> str | None:
        """External id given by the owner."""
        return self._wire["externalId"]

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def job(self) -> JobTemplate | None:
        """The job that it submits; null where it submits a workflow."""
        return None if self._wire["job"] is None else JobTemplate(self._wire["job"])

    @property
    def message(self) -> str | None:
        """Why it is paused."""
        return self._wire["message"]

    @property
    def name(self) -> str:
        """Name of the schedule and of what it submits."""
        return self._wire["name"]

    @property
    def next_times(self) -> list[datetime]:
        """Next five times; empty while it is paused."""
        return [instant(x) for x in self._wire["nextTimes"]]

    @property
    def overlap(self) -> enums.Overlap:
        """Whether submissions may overlap."""
        return self._wire["overlap"]

    @property
    def project(self) -> ProjectReference | None:
        """Project to which it is charged."""
        return None if self._wire["project"] is None else ProjectReference(self._wire["project"])

    @property
    def state(self) -> enums.ScheduleState:
        """State."""
        return self._wire["state"]

    @property
    def time_zone(self) -> str:
        """IANA time zone of the cron expression."""
        return self._wire["timeZone"]

    @property
    def until(self) -> datetime | None:
        """The schedule does not fire after this."""
        return None if self._wire["until"] is None else instant(self._wire["until"])

    @property
    def user(self) -> UserReference | None:
        """Owner, on whose behalf it submits."""
        return None if self._wire["user"] is None else UserReference(self._wire["user"])


class ScheduleReference(Record):
    """What a Schedule is named by within another object."""

    __slots__ = ()
    _fields = {
        "id": "id",
        "name": "name",
    }

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def name(self) -> str:
        """Name of the schedule and of what it submits."""
        return self._wire["name"]


class ScheduledNode(Record):
    """A node of the workflow that a schedule submits."""

    __slots__ = ()
    _fields = {
        "depends_on": "dependsOn",
        "name": "name",
        "on_failure": "onFailure",
        "template": "template",
        "when": "when",
    }

    @property
    def depends_on(self) -> list[str]:
        """Names of the nodes that it depends on."""
        return self._wire["dependsOn"]

    @property
    def name(self) -> str:
        """Name within the workflow."""
        return self._wire["name"]

    @property
    def on_failure(self) -> enums.FailurePolicy:
        """What to do if it fails."""
        return self._wire["onFailure"]

    @property
    def template(self) -> JobTemplate:
        """What is submitted."""
        return JobTemplate(self._wire["template"])

    @property
    def when(self) -> enums.WorkflowNodeCondition:
        """Condition on the dependencies."""
        return self._wire["when"]


class SearchFailure(Record):
    """A kind that could not be searched."""

    __slots__ = ()
    _fields = {
        "code": "code",
        "kind": "kind",
        "message": "message",
    }

    @property
    def code(self) -> str:
        """Stable code, for programs: UNAVAILABLE where a service is away."""
        return self._wire["code"]

    @property
    def kind(self) -> enums.SearchKind:
        """Which kind."""
        return self._wire["kind"]

    @property
    def message(self) -> str:
        """Message for users."""
        return self._wire["message"]


class SearchHit(Record):
    """Something that `search` found."""

    __slots__ = ()
    _fields = {
        "kind": "kind",
        "name": "name",
        "node": "node",
    }

    @property
    def kind(self) -> enums.SearchKind:
        """What it is."""
        return self._wire["kind"]

    @property
    def name(self) -> str:
        """Its name; the user name of a user, the title of a reservation, which may be empty."""
        return self._wire["name"]

    @property
    def node(self) -> Node:
        """The object itself."""
        return Node(self._wire["node"])


class SearchResults(Record):
    """What `search` found, kind by kind."""

    __slots__ = ()
    _fields = {
        "failures": "failures",
        "hits": "hits",
        "more": "more",
    }

    @property
    def failures(self) -> list[SearchFailure]:
        """Kinds that could not be searched; the others were."""
        return [SearchFailure(x) for x in self._wire["failures"]]

    @property
    def hits(self) -> list[SearchHit]:
        """What was found."""
        return [SearchHit(x) for x in self._wire["hits"]]

    @property
    def more(self) -> list[enums.SearchKind]:
        """Kinds of which there are more than were asked for: their lists take `search`."""
        return self._wire["more"]


class Session(Record):
    """A login of one program or browser. It lasts until it is ended, or not refreshed for too long."""

    __slots__ = ()
    _fields = {
        "client": "client",
        "created_at": "createdAt",
        "current": "current",
        "expires_at": "expiresAt",
        "id": "id",
        "last_used_at": "lastUsedAt",
    }

    @property
    def client(self) -> str | None:
        """What the program or browser calls itself, which anybody can claim. Null where it said nothing."""
        return self._wire["client"]

    @property
    def created_at(self) -> datetime:
        """When it began, by a login."""
        return instant(self._wire["createdAt"])

    @property
    def current(self) -> bool:
        """Whether this request belongs to it."""
        return self._wire["current"]

    @property
    def expires_at(self) -> datetime:
        """When it ends unless it is refreshed before."""
        return instant(self._wire["expiresAt"])

    @property
    def id(self) -> str:
        """Id for ending it."""
        return self._wire["id"]

    @property
    def last_used_at(self) -> datetime:
        """When its tokens were last refreshed."""
        return instant(self._wire["lastUsedAt"])


class SetMaintenanceSuccess(Record):
    """`setMaintenance` succeeded."""

    __slots__ = ()
    _fields = {
        "maintenance": "maintenance",
    }

    @property
    def maintenance(self) -> list[Maintenance]:
        """The maintenance windows, in order."""
        return [Maintenance(x) for x in self._wire["maintenance"]]


class SimulatedFairness(Record):
    """Jain's fairness index over users: 1 is equal for all, 1/n is everything for one of n."""

    __slots__ = ()
    _fields = {
        "of_service": "ofService",
        "of_slowdown": "ofSlowdown",
    }

    @property
    def of_service(self) -> float:
        """Index of the GPU-time, relative to the GPU-time without waiting."""
        return float(self._wire["ofService"])

    @property
    def of_slowdown(self) -> float:
        """Index of the mean bounded slowdowns."""
        return float(self._wire["ofSlowdown"])


class SimulatedGroup(Record):
    """Group of jobs."""

    __slots__ = ()
    _fields = {
        "bounded_slowdown": "boundedSlowdown",
        "gpu_hours": "gpuHours",
        "name": "name",
        "waits": "waits",
    }

    @property
    def bounded_slowdown(self) -> Distribution:
        """Bounded slowdown: time in the system divided by run time."""
        return Distribution(self._wire["boundedSlowdown"])

    @property
    def gpu_hours(self) -> float:
        """GPU-hours allocated."""
        return float(self._wire["gpuHours"])

    @property
    def name(self) -> str:
        """A class, a project or a user."""
        return self._wire["name"]

    @property
    def waits(self) -> Distribution:
        """Seconds until the first start."""
        return Distribution(self._wire["waits"])


class SimulatedUtilisation(Record):
    """Utilisation of the GPUs."""

    __slots__ = ()
    _fields = {
        "allocated": "allocated",
        "allocated_while_submitting": "allocatedWhileSubmitting",
        "gpu_hours_allocated": "gpuHoursAllocated",
        "gpu_hours_available": "gpuHoursAvailable",
        "gpu_hours_used": "gpuHoursUsed",
        "span_hours": "spanHours",
        "used": "used",
    }

    @property
    def allocated(self) -> float:
        """Fraction of the available GPU-hours."""
        return float(self._wire["allocated"])

    @property
    def allocated_while_submitting(self) -> float:
        """Allocated fraction until the last submission, without the final phase in which the queue empties."""
        return float(self._wire["allocatedWhileSubmitting"])

    @property
    def gpu_hours_allocated(self) -> float:
        """GPU-hours allocated to jobs."""
        return float(self._wire["gpuHoursAllocated"])

    @property
    def gpu_hours_available(self) -> float:
        """GPU-hours available in this time."""
        return float(self._wire["gpuHoursAvailable"])

    @property
    def gpu_hours_used(self) -> float:
        """GPU-hours allocated, without those lost to preemption."""
        return float(self._wire["gpuHoursUsed"])

    @property
    def span_hours(self) -> float:
        """From the first submission to the last end."""
        return float(self._wire["spanHours"])

    @property
    def used(self) -> float:
        """Fraction of the available GPU-hours."""
        return float(self._wire["used"])


class Simulation(Record):
    """Result of a simulation."""

    __slots__ = ()
    _fields = {
        "comparisons": "comparisons",
        "gpus": "gpus",
        "hosts": "hosts",
        "jobs": "jobs",
        "notes": "notes",
        "offered_load": "offeredLoad",
        "passes": "passes",
        "reports": "reports",
        "starts_at": "startsAt",
        "wall_ms": "wallMs",
    }

    @property
    def comparisons(self) -> list[PolicyComparison]:
        """Each policy compared with the first."""
        return [PolicyComparison(x) for x in self._wire["comparisons"]]

    @property
    def gpus(self) -> int:
        """Size of the cluster."""
        return self._wire["gpus"]

    @property
    def hosts(self) -> int:
        """Size of the cluster."""
        return self._wire["hosts"]

    @property
    def jobs(self) -> int:
        """Number of jobs of the workload."""
        return self._wire["jobs"]

    @property
    def notes(self) -> list[str]:
        """Notes about omitted or adjusted parts of the workload."""
        return self._wire["notes"]

    @property
    def offered_load(self) -> float:
        """Requested GPU-time as a fraction of the GPU-time available from the first to the last submission."""
        return float(self._wire["offeredLoad"])

    @property
    def passes(self) -> int:
        """Number of scheduling passes in total."""
        return self._wire["passes"]

    @property
    def reports(self) -> list[PolicyReport]:
        """One for each policy."""
        return [PolicyReport(x) for x in self._wire["reports"]]

    @property
    def starts_at(self) -> datetime:
        """When the workload begins."""
        return instant(self._wire["startsAt"])

    @property
    def wall_ms(self) -> int:
        """Real time of the simulation in milliseconds."""
        return self._wire["wallMs"]


class SlotLimits(Record):
    """How many runs of each class may share a device, or the CPU of a host."""

    __slots__ = ()
    _fields = {
        "inference": "inference",
        "training": "training",
    }

    @property
    def inference(self) -> int:
        """Maximum number of concurrent inference runs."""
        return self._wire["inference"]

    @property
    def training(self) -> int:
        """Maximum number of concurrent training runs."""
        return self._wire["training"]


class SubmitJobsItem(Record):
    """Result of one job: submitted or refused."""

    __slots__ = ()
    _fields = {
        "error": "error",
        "job": "job",
    }

    @property
    def error(self) -> Error | None:
        """Why it was refused."""
        return None if self._wire["error"] is None else Error(self._wire["error"])

    @property
    def job(self) -> JobReference | None:
        """The submitted job."""
        return None if self._wire["job"] is None else JobReference(self._wire["job"])


class SubmitJobsSuccess(Record):
    """`submitJobs` succeeded."""

    __slots__ = ()
    _fields = {
        "items": "items",
    }

    @property
    def items(self) -> list[SubmitJobsItem]:
        """Result of each job, in the given order."""
        return [SubmitJobsItem(x) for x in self._wire["items"]]


class UnfinishedJobs(Record):
    """Jobs that did not finish."""

    __slots__ = ()
    _fields = {
        "count": "count",
        "examples": "examples",
        "message": "message",
        "reason": "reason",
    }

    @property
    def count(self) -> int:
        """How many."""
        return self._wire["count"]

    @property
    def examples(self) -> list[str]:
        """The first one."""
        return self._wire["examples"]

    @property
    def message(self) -> str:
        """Message for users."""
        return self._wire["message"]

    @property
    def reason(self) -> enums.UnfinishedReason:
        """Code, for programs."""
        return self._wire["reason"]


class UsageRow(Record):
    """Usage and cost of one user, project or device model."""

    __slots__ = ()
    _fields = {
        "amount": "amount",
        "amount_micros": "amountMicros",
        "currency": "currency",
        "device_seconds": "deviceSeconds",
        "key": "key",
        "lease_seconds": "leaseSeconds",
        "leases": "leases",
        "project": "project",
        "user": "user",
    }

    @property
    def amount(self) -> Decimal:
        """The amount in decimal notation."""
        return Decimal(self._wire["amount"])

    @property
    def amount_micros(self) -> int:
        """Amount."""
        return self._wire["amountMicros"]

    @property
    def currency(self) -> str:
        """ISO 4217 code."""
        return self._wire["currency"]

    @property
    def device_seconds(self) -> float:
        """Device-seconds, divided where a device was shared."""
        return float(self._wire["deviceSeconds"])

    @property
    def key(self) -> str:
        """Id of the user or project, or name of the model."""
        return self._wire["key"]

    @property
    def lease_seconds(self) -> float:
        """Duration of the leases in seconds."""
        return float(self._wire["leaseSeconds"])

    @property
    def leases(self) -> int:
        """Number of leases that began within the window."""
        return self._wire["leases"]

    @property
    def project(self) -> ProjectReference | None:
        """The project; null where usage is grouped otherwise, and for one that the caller is no longer a member of."""
        return None if self._wire["project"] is None else ProjectReference(self._wire["project"])

    @property
    def user(self) -> UserReference | None:
        """The user; null where usage is grouped otherwise."""
        return None if self._wire["user"] is None else UserReference(self._wire["user"])


class User(Record):
    """A person with an account."""

    __slots__ = ()
    _fields = {
        "created_at": "createdAt",
        "email": "email",
        "id": "id",
        "personal_data": "personalData",
        "profile": "profile",
        "role": "role",
        "status": "status",
        "username": "username",
    }

    @property
    def created_at(self) -> datetime:
        """When the account was created."""
        return instant(self._wire["createdAt"])

    @property
    def email(self) -> str | None:
        """Visible to the user, admins, operators and auditors."""
        return self._wire["email"]

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def personal_data(self) -> enums.PersonalData:
        """Whether name, e-mail address and profile can be decrypted; if not, these fields are null."""
        return self._wire["personalData"]

    @property
    def profile(self) -> Profile | None:
        """Visible to the user, admins, operators and auditors."""
        return None if self._wire["profile"] is None else Profile(self._wire["profile"])

    @property
    def role(self) -> enums.Role | None:
        """Visible to the user, admins, operators and auditors."""
        return self._wire["role"]

    @property
    def status(self) -> enums.UserStatus | None:
        """Visible to the user, admins, operators and auditors."""
        return self._wire["status"]

    @property
    def username(self) -> str:
        """Unique name; a placeholder if it cannot be decrypted."""
        return self._wire["username"]


class UserFairShare(Record):
    """Fair share of a user within a project."""

    __slots__ = ()
    _fields = {
        "entitled": "entitled",
        "factor": "factor",
        "shares": "shares",
        "used": "used",
        "used_hours": "usedHours",
        "user": "user",
    }

    @property
    def entitled(self) -> float:
        """Its fraction of all shares, 0 to 1."""
        return float(self._wire["entitled"])

    @property
    def factor(self) -> float:
        """Fair-share factor: 1 for no usage, 0.5 for usage equal to the share, towards 0 for higher usage."""
        return float(self._wire["factor"])

    @property
    def shares(self) -> float:
        """Shares within the project."""
        return float(self._wire["shares"])

    @property
    def used(self) -> float:
        """Its fraction of all usage, 0 to 1."""
        return float(self._wire["used"])

    @property
    def used_hours(self) -> float:
        """Device-hours, decayed by the half-life."""
        return float(self._wire["usedHours"])

    @property
    def user(self) -> UserReference | None:
        """Null if the caller may not see the user."""
        return None if self._wire["user"] is None else UserReference(self._wire["user"])


class UserReference(Record):
    """What a User is named by within another object."""

    __slots__ = ()
    _fields = {
        "id": "id",
        "username": "username",
    }

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def username(self) -> str:
        """Unique name; a placeholder if it cannot be decrypted."""
        return self._wire["username"]


class UserShares(Record):
    """Shares of a user within each project; users not listed have 1."""

    __slots__ = ()
    _fields = {
        "shares": "shares",
        "user": "user",
    }

    @property
    def shares(self) -> float:
        """How many."""
        return float(self._wire["shares"])

    @property
    def user(self) -> UserReference | None:
        """Null if the caller may not see the user."""
        return None if self._wire["user"] is None else UserReference(self._wire["user"])


class Waitlist(Record):
    """The waiting list of a pool, ordered by priority class of the grant, then by time of joining."""

    __slots__ = ()
    _fields = {
        "entries": "entries",
        "length": "length",
    }

    @property
    def entries(self) -> list[WaitlistEntry]:
        """The caller's entries; all entries for admins, operators and auditors."""
        return [WaitlistEntry(x) for x in self._wire["entries"]]

    @property
    def length(self) -> int:
        """Total number of entries."""
        return self._wire["length"]


class WaitlistEntry(Record):
    """An entry of the waiting list of a pool."""

    __slots__ = ()
    _fields = {
        "count": "count",
        "devices": "devices",
        "duration_minutes": "durationMinutes",
        "grant_priority": "grantPriority",
        "id": "id",
        "joined_at": "joinedAt",
        "lapses": "lapses",
        "memory_gb": "memoryGb",
        "model": "model",
        "needed_by": "neededBy",
        "offer": "offer",
        "pool": "pool",
        "position": "position",
        "project": "project",
        "title": "title",
        "user": "user",
    }

    @property
    def count(self) -> int:
        """How many devices."""
        return self._wire["count"]

    @property
    def devices(self) -> list[str] | None:
        """UUIDs of the required devices; null: any that match."""
        return self._wire["devices"]

    @property
    def duration_minutes(self) -> float:
        """Duration in minutes."""
        return float(self._wire["durationMinutes"])

    @property
    def grant_priority(self) -> int:
        """Priority class: 0 (first) to 2 (last)."""
        return self._wire["grantPriority"]

    @property
    def id(self) -> str:
        """Id for leaving the list and for accepting or declining offers."""
        return self._wire["id"]

    @property
    def joined_at(self) -> datetime:
        """Waiting since."""
        return instant(self._wire["joinedAt"])

    @property
    def lapses(self) -> int:
        """Number of missed or declined offers; the entry is removed after the second."""
        return self._wire["lapses"]

    @property
    def memory_gb(self) -> float | None:
        """Minimum memory of each device in GB of 10^9 bytes."""
        return None if self._wire["memoryGb"] is None else float(self._wire["memoryGb"])

    @property
    def model(self) -> str | None:
        """Device model by whole words of its name."""
        return self._wire["model"]

    @property
    def needed_by(self) -> datetime | None:
        """Latest time at which the devices are still needed."""
        return None if self._wire["neededBy"] is None else instant(self._wire["neededBy"])

    @property
    def offer(self) -> WaitlistOffer | None:
        """Current offer."""
        return None if self._wire["offer"] is None else WaitlistOffer(self._wire["offer"])

    @property
    def pool(self) -> PoolReference | None:
        """Pool of the devices."""
        return None if self._wire["pool"] is None else PoolReference(self._wire["pool"])

    @property
    def position(self) -> int:
        """Position in the queue; 1 is next."""
        return self._wire["position"]

    @property
    def project(self) -> ProjectReference | None:
        """Project to which the reservation will be charged."""
        return None if self._wire["project"] is None else ProjectReference(self._wire["project"])

    @property
    def title(self) -> str | None:
        """Title."""
        return self._wire["title"]

    @property
    def user(self) -> UserReference | None:
        """Waiting user."""
        return None if self._wire["user"] is None else UserReference(self._wire["user"])


class WaitlistOffer(Record):
    """Devices that are held for the next user on the waiting list."""

    __slots__ = ()
    _fields = {
        "devices": "devices",
        "expires_at": "expiresAt",
        "from_": "from",
        "id": "id",
        "until": "until",
    }

    @property
    def devices(self) -> list[OfferedDevice]:
        """Offered devices."""
        return [OfferedDevice(x) for x in self._wire["devices"]]

    @property
    def expires_at(self) -> datetime:
        """When the offer expires."""
        return instant(self._wire["expiresAt"])

    @property
    def from_(self) -> datetime:
        """Held since."""
        return instant(self._wire["from"])

    @property
    def id(self) -> str:
        """Id for accepting or declining it."""
        return self._wire["id"]

    @property
    def until(self) -> datetime:
        """Latest end of a reservation of these devices."""
        return instant(self._wire["until"])


class Workflow(Record):
    """Jobs with dependencies: a directed acyclic graph."""

    __slots__ = ()
    _fields = {
        "cancel_requested": "cancelRequested",
        "created_at": "createdAt",
        "description": "description",
        "ended_at": "endedAt",
        "external_id": "externalId",
        "id": "id",
        "name": "name",
        "nodes": "nodes",
        "project": "project",
        "state": "state",
        "user": "user",
    }

    @property
    def cancel_requested(self) -> bool:
        """Whether cancellation was requested."""
        return self._wire["cancelRequested"]

    @property
    def created_at(self) -> datetime:
        """When it was submitted."""
        return instant(self._wire["createdAt"])

    @property
    def description(self) -> str | None:
        """Description."""
        return self._wire["description"]

    @property
    def ended_at(self) -> datetime | None:
        """When its last node ended."""
        return None if self._wire["endedAt"] is None else instant(self._wire["endedAt"])

    @property
    def external_id(self) -> str | None:
        """External id given by the submitter."""
        return self._wire["externalId"]

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def name(self) -> str:
        """Name; the jobs of its nodes are named name/node."""
        return self._wire["name"]

    @property
    def nodes(self) -> list[WorkflowNode]:
        """Its nodes, in the given order."""
        return [WorkflowNode(x) for x in self._wire["nodes"]]

    @property
    def project(self) -> ProjectReference | None:
        """Project to which it is charged."""
        return None if self._wire["project"] is None else ProjectReference(self._wire["project"])

    @property
    def state(self) -> enums.WorkflowState:
        """Its location."""
        return self._wire["state"]

    @property
    def user(self) -> UserReference | None:
        """Who submitted it; its jobs run on behalf of this user."""
        return None if self._wire["user"] is None else UserReference(self._wire["user"])


class WorkflowInList(Record):
    """Jobs with dependencies: a directed acyclic graph."""

    __slots__ = ()
    _fields = {
        "cancel_requested": "cancelRequested",
        "created_at": "createdAt",
        "description": "description",
        "ended_at": "endedAt",
        "external_id": "externalId",
        "id": "id",
        "name": "name",
        "project": "project",
        "state": "state",
        "user": "user",
    }

    @property
    def cancel_requested(self) -> bool:
        """Whether cancellation was requested."""
        return self._wire["cancelRequested"]

    @property
    def created_at(self) -> datetime:
        """When it was submitted."""
        return instant(self._wire["createdAt"])

    @property
    def description(self) -> str | None:
        """Description."""
        return self._wire["description"]

    @property
    def ended_at(self) -> datetime | None:
        """When its last node ended."""
        return None if self._wire["endedAt"] is None else instant(self._wire["endedAt"])

    @property
    def external_id(self) -> str | None:
        """External id given by the submitter."""
        return self._wire["externalId"]

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def name(self) -> str:
        """Name; the jobs of its nodes are named name/node."""
        return self._wire["name"]

    @property
    def project(self) -> ProjectReference | None:
        """Project to which it is charged."""
        return None if self._wire["project"] is None else ProjectReference(self._wire["project"])

    @property
    def state(self) -> enums.WorkflowState:
        """Its location."""
        return self._wire["state"]

    @property
    def user(self) -> UserReference | None:
        """Who submitted it; its jobs run on behalf of this user."""
        return None if self._wire["user"] is None else UserReference(self._wire["user"])


class WorkflowNode(Record):
    """A node of a workflow: a job with dependencies."""

    __slots__ = ()
    _fields = {
        "attempt": "attempt",
        "depends_on": "dependsOn",
        "ended_at": "endedAt",
        "job": "job",
        "message": "message",
        "name": "name",
        "on_failure": "onFailure",
        "ready_at": "readyAt",
        "state": "state",
        "template": "template",
        "when": "when",
    }

    @property
    def attempt(self) -> int:
        """Number of the attempt, from 1; increases with each rerun."""
        return self._wire["attempt"]

    @property
    def depends_on(self) -> list[str]:
        """Names of the nodes that it depends on."""
        return self._wire["dependsOn"]

    @property
    def ended_at(self) -> datetime | None:
        """When it ended."""
        return None if self._wire["endedAt"] is None else instant(self._wire["endedAt"])

    @property
    def job(self) -> JobReference | None:
        """Job of this attempt; null before it is submitted."""
        return None if self._wire["job"] is None else JobReference(self._wire["job"])

    @property
    def message(self) -> str | None:
        """Why it failed or was skipped."""
        return self._wire["message"]

    @property
    def name(self) -> str:
        """Name within the workflow."""
        return self._wire["name"]

    @property
    def on_failure(self) -> enums.FailurePolicy:
        """What to do if it fails."""
        return self._wire["onFailure"]

    @property
    def ready_at(self) -> datetime | None:
        """When its dependencies were satisfied."""
        return None if self._wire["readyAt"] is None else instant(self._wire["readyAt"])

    @property
    def state(self) -> enums.WorkflowNodeState:
        """Its location."""
        return self._wire["state"]

    @property
    def template(self) -> JobTemplate:
        """What is submitted."""
        return JobTemplate(self._wire["template"])

    @property
    def when(self) -> enums.WorkflowNodeCondition:
        """Condition on the dependencies."""
        return self._wire["when"]


class WorkflowReference(Record):
    """What a Workflow is named by within another object."""

    __slots__ = ()
    _fields = {
        "id": "id",
        "name": "name",
    }

    @property
    def id(self) -> str:
        return self._wire["id"]

    @property
    def name(self) -> str:
        """Name; the jobs of its nodes are named name/node."""
        return self._wire["name"]
