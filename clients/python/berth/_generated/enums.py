# Made from gateway/openapi.json by `npm run generate --workspace @berth/python`; change that, not this.

from __future__ import annotations

from typing import Literal

ApiTokenScope = Literal["ADMIN", "JOBS", "READ"]
"""Operations that an API token allows."""

ArrayState = Literal["CANCELLED", "FAILED", "RUNNING", "SUCCEEDED"]
"""RUNNING until every member has come to an end."""

CalendarEntryKind = Literal["JOB", "MAINTENANCE", "OFFER", "RESERVATION"]
"""What occupies devices. An offer holds them for the next user on the waiting list."""

CalendarFeedScope = Literal["DEVICE", "POOL", "USER"]
"""Which reservations a feed contains: those of the caller, of a device or of a pool."""

CatchUp = Literal["LATEST", "NONE"]
"""What happens to times that were missed."""

DecisionKind = Literal["APPROVE", "REJECT"]
"""Decision."""

DeviceLoginState = Literal["APPROVED", "DENIED", "PENDING"]
"""What was decided about a program that waits to be logged in."""

DeviceSharing = Literal["MIG_SLICE", "MIG_SLICE_SHARED", "SHARED_WITHOUT_ISOLATION", "WHOLE_DEVICE"]
"""How runs on a device are isolated from each other."""

DeviceState = Literal["AVAILABLE", "DISABLED", "ERROR"]
"""State that can be set for a device."""

EffectiveDeviceState = Literal["AVAILABLE", "DISABLED", "ERROR", "UNREADABLE"]
"""Effective state of a device. Only available devices are allocated. An unreadable device cannot be queried at the moment and becomes available again by itself."""

ErrorClass = Literal["COMMAND_NOT_FOUND", "EXIT_CODE", "GPU_OUT_OF_MEMORY", "HOST_LOST", "OUTPUT_LIMIT", "OUT_OF_MEMORY", "SIGNAL", "START_FAILED"]
"""Error class."""

EstimateConfidence = Literal["CERTAIN", "LIKELY", "ROUGH", "UNKNOWN"]
"""How sure an estimated start is."""

FailurePolicy = Literal["CONTINUE", "STOP"]
"""What happens to the workflow where a node does not succeed."""

GpuRequestState = Literal["APPROVED", "AWAITING_APPROVAL", "CLOSED", "FULFILLED", "REJECTED", "WAITING", "WITHDRAWN"]
"""Where a request is in its life. FULFILLED, REJECTED, WITHDRAWN and CLOSED are final."""

GrantStatus = Literal["ACTIVE", "REVOKED"]
"""Whether a grant is valid."""

HostConditionKind = Literal["DEVICES_UNREADABLE", "DISK_FULL", "START_FAILURES"]
"""What is wrong with a host as a whole."""

HostScheduling = Literal["CORDONED", "DRAINED", "DRAINING", "OPEN"]
"""Whether a host takes new work; only open hosts do."""

HostStatus = Literal["JOINING", "LOST", "ONLINE", "REMOVED", "STOPPED"]
"""Connection status of a host. A removed host is not listed and never returns."""

JobClass = Literal["INFERENCE", "TRAINING"]
"""Class of work: determines which slots of a device a run takes."""

JobState = Literal["APPROVED", "AWAITING_APPROVAL", "CANCELLED", "FAILED", "PLACED", "QUEUED", "REJECTED", "RUNNING", "SUBMITTED", "SUCCEEDED", "TIMED_OUT"]
"""Where a job is in its life. REJECTED, SUCCEEDED, FAILED, CANCELLED and TIMED_OUT are final."""

JobStatus = Literal["APPROVED", "CANCELLED", "COMPLETED", "FAILED", "PENDING", "REJECTED", "RUNNING"]
"""The state of a job in the seven words that programs of other systems look for."""

JoinTokenState = Literal["ACTIVE", "EXPIRED", "REVOKED", "USED_UP"]
"""Hosts join with active ones only."""

ListSort = Literal["NEWEST", "OLDEST"]
"""Order of a list by time."""

Locale = Literal["EN", "FA", "ZH_CN", "ZH_TW"]
"""Supported languages."""

LogDropReason = Literal["AGE", "SIZE"]
"""Why the first lines of a log were deleted."""

LogLevel = Literal["DEBUG", "ERROR", "FATAL", "INFO", "TRACE", "WARN"]
"""Severity of a line."""

LogStream = Literal["STDERR", "STDOUT"]
"""Output stream of a process."""

MaintenanceState = Literal["CANCELLED", "COMPLETED", "SET"]
"""Where a maintenance window is."""

MemberRole = Literal["LEAD", "MEMBER"]
"""A lead manages the members of a project and the jobs of all of them."""

NamedListSort = Literal["NAME", "NEWEST", "OLDEST"]
"""Order of a list by time or by name."""

Overlap = Literal["ALLOW", "SKIP"]
"""What happens where what was submitted last has not ended."""

OverstayOutcome = Literal["ENDED", "FAILED", "SIGNALLED"]
"""The outcome of ending processes that stayed beyond a reservation."""

OverstayPolicy = Literal["JOBS", "JOBS_AND_PROCESSES"]
"""What is ended once the reservation has ended and another user needs its devices."""

PendingCode = Literal["ABOUT_TO_START", "AWAITING_APPROVAL", "BACKING_OFF", "BEHIND_OTHERS", "CAN_NEVER_RUN", "DEVICES_BUSY", "HOSTS_UNAVAILABLE", "MAINTENANCE", "PLANNED", "PREEMPTED", "QUOTA_REACHED", "RESERVED", "SLOTS_BUSY", "SUBMITTER_NOT_ALLOWED", "WAITING_FOR_GANG", "WAITING_FOR_HOSTS", "WAITING_FOR_PREEMPTION", "WAITING_FOR_RESERVATION"]
"""Why a job is pending."""

PendingKind = Literal["NEVER", "WAITING"]
"""Whether the job can start without a change."""

PersonalData = Literal["DAMAGED", "ERASED", "KEY_DAMAGED", "KEY_LOST", "READABLE"]
"""Whether the personal data of an account can be decrypted."""

PlacementStrategy = Literal["LEAST_FRAGMENTATION", "PACK", "SPREAD"]
"""Which of the matching devices a job gets."""

PreemptionCause = Literal["BETTER_CLASS", "BORROWED", "GANG", "MAINTENANCE", "OVERSTAY", "RESERVATION"]
"""Why a run is preempted."""

PreemptionMode = Literal["LOWER_CLASS", "NONE"]
"""Whom a job may preempt."""

ProcessKind = Literal["CONSUMER", "PROCESS_MANAGER", "PROJECTION", "RELAY"]
"""What processes events: a projection, a process manager, a consumer of another service's events, or the relay to the bus."""

ProcessState = Literal["CATCHING_UP", "HALTED", "LIVE", "REBUILDING", "REFUSED", "RETRYING", "STARTING", "STOPPED"]
"""Its status; RETRYING, HALTED and REFUSED need attention."""

QueueOrder = Literal["FAIR_SHARE", "STRICT"]
"""The order of a queue."""

QuotaKind = Literal["ENVIRONMENTS", "GPUS", "RAM_GB", "STORAGE_GB", "VCPUS"]
"""Limited resource. A shared device counts as a whole device."""

RepeatEvery = Literal["DAY", "WEEK"]
"""Frequency of recurrence."""

RequestKind = Literal["JOB", "REQUEST"]
"""A request without a command, or a job that awaits approval."""

ReservationState = Literal["ACTIVE", "CANCELLED", "COMPLETED", "HOLDER_INELIGIBLE", "NO_SHOW", "RELEASED", "RESERVED"]
"""Where a reservation is in its life. All but RESERVED and ACTIVE are final."""

ReservationWarningKind = Literal["ENDS_SOON", "MAINTENANCE", "NOT_USED", "OVERSTAY", "STARTS_SOON"]
"""Kind of a warning to the holder."""

RetriedErrorClass = Literal["EXIT_CODE", "GPU_OUT_OF_MEMORY", "HOST_LOST", "OUT_OF_MEMORY", "SIGNAL", "START_FAILED"]
"""Kinds of failure that may be retried. A command that is not found is an EXIT_CODE here, the output limit a SIGNAL."""

Role = Literal["ADMIN", "AUDITOR", "GUEST", "MEMBER", "OPERATOR"]
"""admin manages the installation, operator the hosts and pools; member submits work; auditor reads everything; guest is an external user."""

RunOutcome = Literal["CANCELLED", "FAILED", "LOST", "PREEMPTED", "SUCCEEDED", "TIMED_OUT"]
"""Outcome of a run."""

RunState = Literal["ENDED", "PLACED", "RUNNING", "STOPPING"]
"""State of a run."""

ScheduleFiringOutcome = Literal["FIRED", "REFUSED", "SKIPPED", "SUBMITTED"]
"""The outcome of a time of a schedule."""

ScheduleState = Literal["ACTIVE", "PAUSED"]
"""Whether a schedule submits."""

SearchKind = Literal["HOST", "JOB", "POOL", "PROJECT", "RESERVATION", "USER", "WORKFLOW"]
"""What `search` finds."""

UnfinishedReason = Literal["CAN_NEVER_RUN", "OVER_QUOTA", "RUNNING", "WAITING"]
"""Why a job did not finish. CAN_NEVER_RUN and OVER_QUOTA never will; the others had not yet."""

UsageBy = Literal["MODEL", "PROJECT", "USER"]
"""How usage is grouped."""

UserStatus = Literal["ACTIVE", "AWAITING_ACTIVATION", "DELETED", "SUSPENDED"]
"""Only active users may log in."""

Weekday = Literal["FRI", "MON", "SAT", "SUN", "THU", "TUE", "WED"]
"""A day of the week."""

WorkflowNodeCondition = Literal["FAILED", "FINISHED", "SUCCEEDED"]
"""What all nodes that a node depends on must have done for it to run. Otherwise it is skipped."""

WorkflowNodeState = Literal["CANCELLED", "FAILED", "READY", "RUNNING", "SKIPPED", "SUCCEEDED", "WAITING"]
"""Where a node of a workflow is in its life."""

WorkflowState = Literal["CANCELLED", "FAILED", "RUNNING", "SUCCEEDED"]
"""RUNNING until every node has come to an end."""
