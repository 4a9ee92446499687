# Made from gateway/openapi.json by `npm run generate --workspace @berth/python`; change that, not this.

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from . import enums

if TYPE_CHECKING:
    from typing_extensions import Required

ArrayMemberInput = TypedDict(
    "ArrayMemberInput",
    {
        "env": "Required[list[EnvVariableInput]]",
    },
    total=False,
)
"""Environment variables of one member of an array."""

EnvVariableInput = TypedDict(
    "EnvVariableInput",
    {
        "name": "Required[str]",
        "value": "Required[str]",
    },
    total=False,
)
"""An environment variable. Values are stored encrypted and never shown again."""

FairSharePolicyInput = TypedDict(
    "FairSharePolicyInput",
    {
        "halfLifeHours": "float | None",
        "pointMinutes": "float | None",
        "projectShares": "list[ShareInput] | None",
        "shareMinutes": "float | None",
        "userShares": "list[ShareInput] | None",
    },
    total=False,
)
"""Omitted fields keep their value; a given list replaces the current one."""

GpuSpecInput = TypedDict(
    "GpuSpecInput",
    {
        "count": "int | None",
        "device": "str | None",
        "memoryGb": "float | None",
        "model": "str | None",
    },
    total=False,
)
"""Devices that a job requests, all on one host."""

JobFilterInput = TypedDict(
    "JobFilterInput",
    {
        "createdFrom": "str | None",
        "createdUntil": "str | None",
        "host": "str | None",
        "pool": "str | None",
        "project": "str | None",
        "search": "str | None",
        "states": "list[enums.JobState] | None",
        "user": "str | None",
    },
    total=False,
)
"""Which jobs, as in `jobs`: those that fit all of it."""

JobTemplateInput = TypedDict(
    "JobTemplateInput",
    {
        "args": "list[str] | None",
        "class": "enums.JobClass | None",
        "command": "list[str] | None",
        "description": "str | None",
        "env": "list[EnvVariableInput] | None",
        "gpus": "GpuSpecInput | None",
        "image": "str | None",
        "pool": "str | None",
        "preemptible": "bool | None",
        "priority": "int | None",
        "ramGb": "float | None",
        "reservation": "str | None",
        "retry": "RetryInput | None",
        "timeoutMinutes": "float | None",
        "vcpus": "float | None",
        "workingDirectory": "str | None",
    },
    total=False,
)
"""A job to be submitted."""

MaintenanceHostInput = TypedDict(
    "MaintenanceHostInput",
    {
        "devices": "list[str] | None",
        "hostId": "Required[str]",
    },
    total=False,
)
"""A host, or some of its devices."""

PreemptionPolicyInput = TypedDict(
    "PreemptionPolicyInput",
    {
        "graceSeconds": "int | None",
        "minimumRunMinutes": "float | None",
        "mode": "enums.PreemptionMode | None",
    },
    total=False,
)
"""Omitted fields keep their value."""

ProfileInput = TypedDict(
    "ProfileInput",
    {
        "familyName": "str | None",
        "givenName": "str | None",
        "lab": "str | None",
        "locale": "enums.Locale | None",
        "organisation": "str | None",
        "phone": "str | None",
        "timeZone": "str | None",
    },
    total=False,
)
"""Profile fields. Omitted fields keep their value."""

RecordedWorkloadInput = TypedDict(
    "RecordedWorkloadInput",
    {
        "from": "Required[str]",
        "until": "Required[str]",
    },
    total=False,
)
"""Jobs that were submitted to the pool in a time range, with their actual durations."""

RepeatInput = TypedDict(
    "RepeatInput",
    {
        "count": "int | None",
        "days": "list[enums.Weekday] | None",
        "every": "Required[enums.RepeatEvery]",
        "timeZone": "str | None",
        "until": "str | None",
    },
    total=False,
)
"""Recurrence: at the same local time in a time zone, at most 104 times."""

RequestedGpusInput = TypedDict(
    "RequestedGpusInput",
    {
        "count": "int | None",
        "memoryGb": "float | None",
        "model": "str | None",
    },
    total=False,
)
"""Devices to reserve: any that match."""

ReservationGpusInput = TypedDict(
    "ReservationGpusInput",
    {
        "count": "int | None",
        "devices": "list[str] | None",
        "memoryGb": "float | None",
        "model": "str | None",
    },
    total=False,
)
"""Devices to reserve: given ones, or any that match."""

ReservationPolicyInput = TypedDict(
    "ReservationPolicyInput",
    {
        "enabled": "bool | None",
        "endOverstay": "enums.OverstayPolicy | None",
        "horizonDays": "float | None",
        "maxHours": "float | None",
        "maxPerUser": "int | None",
        "noShowMinutes": "float | None",
        "offerMinutes": "float | None",
        "warnMinutes": "float | None",
    },
    total=False,
)
"""Omitted fields keep their value."""

RetryInput = TypedDict(
    "RetryInput",
    {
        "backoffSeconds": "float | None",
        "maxBackoffSeconds": "float | None",
        "maxRetries": "int | None",
        "on": "list[enums.RetriedErrorClass] | None",
    },
    total=False,
)
"""Whether a failed run is retried."""

ShareInput = TypedDict(
    "ShareInput",
    {
        "id": "Required[str]",
        "shares": "Required[float]",
    },
    total=False,
)
"""Shares of a project or user."""

SimulatedClusterInput = TypedDict(
    "SimulatedClusterInput",
    {
        "hosts": "list[SimulatedHostsInput] | None",
        "openb": "str | None",
    },
    total=False,
)
"""Hosts of the simulation: either given, or from a trace."""

SimulatedFairShareInput = TypedDict(
    "SimulatedFairShareInput",
    {
        "halfLifeHours": "float | None",
        "pointMinutes": "float | None",
        "shareMinutes": "float | None",
    },
    total=False,
)
"""What counts where the order is FAIR_SHARE."""

SimulatedHostsInput = TypedDict(
    "SimulatedHostsInput",
    {
        "gpus": "Required[int]",
        "hosts": "int | None",
        "memoryGb": "float | None",
        "model": "str | None",
        "ramGb": "float | None",
        "vcpus": "float | None",
    },
    total=False,
)
"""Identical hosts."""

SimulatedJobInput = TypedDict(
    "SimulatedJobInput",
    {
        "class": "enums.JobClass | None",
        "gpus": "int | None",
        "grantPriority": "int | None",
        "id": "Required[str]",
        "limitSeconds": "float | None",
        "memoryGb": "float | None",
        "model": "str | None",
        "preemptible": "bool | None",
        "priority": "int | None",
        "project": "str | None",
        "ramGb": "float | None",
        "runSeconds": "Required[float]",
        "submitSeconds": "Required[float]",
        "user": "str | None",
        "vcpus": "float | None",
    },
    total=False,
)
"""A job of a workload. Times in seconds from its beginning."""

SimulatedPolicyInput = TypedDict(
    "SimulatedPolicyInput",
    {
        "backfill": "bool | None",
        "fairShare": "SimulatedFairShareInput | None",
        "name": "Required[str]",
        "order": "enums.QueueOrder | None",
        "placement": "enums.PlacementStrategy | None",
        "preemption": "SimulatedPreemptionInput | None",
    },
    total=False,
)
"""A policy to simulate. Omitted fields default to the policy of the pool, or to the default policy."""

SimulatedPreemptionInput = TypedDict(
    "SimulatedPreemptionInput",
    {
        "graceSeconds": "int | None",
        "minimumRunMinutes": "float | None",
        "mode": "enums.PreemptionMode | None",
    },
    total=False,
)
"""Preemption settings."""

SimulatedQuotasInput = TypedDict(
    "SimulatedQuotasInput",
    {
        "projectGpus": "int | None",
        "userGpus": "int | None",
    },
    total=False,
)
"""Maximum number of GPUs in use at a time; default: no limit."""

SimulatedWorkloadInput = TypedDict(
    "SimulatedWorkloadInput",
    {
        "gzip": "bool | None",
        "jobs": "list[SimulatedJobInput] | None",
        "openb": "str | None",
        "processorsPerGpu": "float | None",
        "recorded": "RecordedWorkloadInput | None",
        "swf": "str | None",
        "synthetic": "SyntheticWorkloadInput | None",
    },
    total=False,
)
"""What is submitted, and when: exactly one of swf, openb, jobs, recorded, synthetic."""

SlotLimitsInput = TypedDict(
    "SlotLimitsInput",
    {
        "inference": "Required[int]",
        "training": "Required[int]",
    },
    total=False,
)
"""How many runs of each class may share a device, or the CPU of a host."""

SubmitJobsJobInput = TypedDict(
    "SubmitJobsJobInput",
    {
        "args": "list[str] | None",
        "class": "enums.JobClass | None",
        "command": "list[str] | None",
        "description": "str | None",
        "env": "list[EnvVariableInput] | None",
        "externalId": "str | None",
        "gpus": "GpuSpecInput | None",
        "image": "str | None",
        "name": "Required[str]",
        "pool": "str | None",
        "preemptible": "bool | None",
        "priority": "int | None",
        "project": "Required[str]",
        "ramGb": "float | None",
        "reservation": "str | None",
        "retry": "RetryInput | None",
        "timeoutMinutes": "float | None",
        "vcpus": "float | None",
        "workingDirectory": "str | None",
    },
    total=False,
)
"""One job, with the input of `submitJob`."""

SyntheticWorkloadInput = TypedDict(
    "SyntheticWorkloadInput",
    {
        "days": "Required[float]",
        "jobs": "Required[int]",
        "load": "float | None",
        "preemptible": "float | None",
        "projects": "int | None",
        "users": "int | None",
    },
    total=False,
)
"""A synthetic workload like those of small labs; the same seed gives the same workload."""

WaitlistGpusInput = TypedDict(
    "WaitlistGpusInput",
    {
        "count": "int | None",
        "devices": "list[str] | None",
        "memoryGb": "float | None",
        "model": "str | None",
    },
    total=False,
)
"""Devices to wait for: given ones, or any that match."""

WorkflowNodeInput = TypedDict(
    "WorkflowNodeInput",
    {
        "dependsOn": "list[str] | None",
        "job": "Required[JobTemplateInput]",
        "name": "Required[str]",
        "onFailure": "enums.FailurePolicy | None",
        "when": "enums.WorkflowNodeCondition | None",
    },
    total=False,
)
"""A node of a workflow."""

WorkflowTemplateInput = TypedDict(
    "WorkflowTemplateInput",
    {
        "description": "str | None",
        "nodes": "Required[list[WorkflowNodeInput]]",
        "onFailure": "enums.FailurePolicy | None",
        "pool": "str | None",
    },
    total=False,
)
"""A workflow to be submitted."""

LoginBody = TypedDict(
    "LoginBody",
    {
        "client": "str | None",
        "deviceToken": "str | None",
        "login": "Required[str]",
        "password": "Required[str]",
    },
    total=False,
)
"""Input of `login`."""

LogoutBody = TypedDict(
    "LogoutBody",
    {
        "refreshToken": "str | None",
    },
    total=False,
)
"""Input of `logout`."""

RefreshBody = TypedDict(
    "RefreshBody",
    {
        "refreshToken": "str",
    },
    total=False,
)
"""Input of `refresh`."""

ApproveDeviceLoginBody = TypedDict(
    "ApproveDeviceLoginBody",
    {
    },
    total=False,
)
"""Input of `approveDeviceLogin`."""

DenyDeviceLoginBody = TypedDict(
    "DenyDeviceLoginBody",
    {
    },
    total=False,
)
"""Input of `denyDeviceLogin`."""

UpdateProfileBody = TypedDict(
    "UpdateProfileBody",
    {
        "email": "str | None",
        "profile": "ProfileInput | None",
        "username": "str | None",
    },
    total=False,
)
"""Input of `updateProfile`."""

UpdatePreferencesBody = dict[str, Any]
"""The patch: a JSON object."""

ChangePasswordBody = TypedDict(
    "ChangePasswordBody",
    {
        "currentPassword": "Required[str]",
        "newPassword": "Required[str]",
    },
    total=False,
)
"""Input of `changePassword`."""

CreateApiTokenBody = TypedDict(
    "CreateApiTokenBody",
    {
        "expiresInDays": "int | None",
        "name": "Required[str]",
        "scopes": "Required[list[enums.ApiTokenScope]]",
    },
    total=False,
)
"""Input of `createApiToken`."""

RegisterBody = TypedDict(
    "RegisterBody",
    {
        "email": "Required[str]",
        "password": "Required[str]",
        "profile": "ProfileInput | None",
        "username": "Required[str]",
    },
    total=False,
)
"""Input of `register`."""

ActivateUserBody = TypedDict(
    "ActivateUserBody",
    {
    },
    total=False,
)
"""Input of `activateUser`."""

SuspendUserBody = TypedDict(
    "SuspendUserBody",
    {
        "reason": "str | None",
    },
    total=False,
)
"""Input of `suspendUser`."""

SetRoleBody = TypedDict(
    "SetRoleBody",
    {
        "role": "Required[enums.Role]",
    },
    total=False,
)
"""Input of `setRole`."""

CreateProjectBody = TypedDict(
    "CreateProjectBody",
    {
        "description": "str | None",
        "leadId": "str | None",
        "name": "Required[str]",
    },
    total=False,
)
"""Input of `createProject`."""

ArchiveProjectBody = TypedDict(
    "ArchiveProjectBody",
    {
    },
    total=False,
)
"""Input of `archiveProject`."""

AddMemberBody = TypedDict(
    "AddMemberBody",
    {
        "memberRole": "enums.MemberRole | None",
        "userId": "Required[str]",
    },
    total=False,
)
"""Input of `addMember`."""

SubmitJobBody = TypedDict(
    "SubmitJobBody",
    {
        "args": "list[str] | None",
        "class": "enums.JobClass | None",
        "command": "list[str] | None",
        "description": "str | None",
        "env": "list[EnvVariableInput] | None",
        "externalId": "str | None",
        "gpus": "GpuSpecInput | None",
        "image": "str | None",
        "name": "Required[str]",
        "pool": "str | None",
        "preemptible": "bool | None",
        "priority": "int | None",
        "project": "Required[str]",
        "ramGb": "float | None",
        "reservation": "str | None",
        "retry": "RetryInput | None",
        "timeoutMinutes": "float | None",
        "vcpus": "float | None",
        "workingDirectory": "str | None",
    },
    total=False,
)
"""Input of `submitJob`."""

SubmitJobsBody = TypedDict(
    "SubmitJobsBody",
    {
        "jobs": "Required[list[SubmitJobsJobInput]]",
    },
    total=False,
)
"""Input of `submitJobs`."""

CancelJobsBody = TypedDict(
    "CancelJobsBody",
    {
        "filter": "JobFilterInput | None",
        "ids": "list[str] | None",
        "reason": "str | None",
    },
    total=False,
)
"""Input of `cancelJobs`."""

ApproveJobsBody = TypedDict(
    "ApproveJobsBody",
    {
        "filter": "JobFilterInput | None",
        "ids": "list[str] | None",
        "reason": "str | None",
    },
    total=False,
)
"""Input of `approveJobs`."""

RejectJobsBody = TypedDict(
    "RejectJobsBody",
    {
        "filter": "JobFilterInput | None",
        "ids": "list[str] | None",
        "reason": "str | None",
    },
    total=False,
)
"""Input of `rejectJobs`."""

DeleteJobsBody = TypedDict(
    "DeleteJobsBody",
    {
        "filter": "JobFilterInput | None",
        "ids": "list[str] | None",
    },
    total=False,
)
"""Input of `deleteJobs`."""

CancelJobBody = TypedDict(
    "CancelJobBody",
    {
        "reason": "str | None",
    },
    total=False,
)
"""Input of `cancelJob`."""

ApproveJobBody = TypedDict(
    "ApproveJobBody",
    {
        "reason": "str | None",
    },
    total=False,
)
"""Input of `approveJob`."""

RejectJobBody = TypedDict(
    "RejectJobBody",
    {
        "reason": "Required[str]",
    },
    total=False,
)
"""Input of `rejectJob`."""

SubmitArrayBody = TypedDict(
    "SubmitArrayBody",
    {
        "args": "list[str] | None",
        "class": "enums.JobClass | None",
        "command": "list[str] | None",
        "count": "int | None",
        "description": "str | None",
        "env": "list[EnvVariableInput] | None",
        "externalId": "str | None",
        "gang": "bool | None",
        "gpus": "GpuSpecInput | None",
        "image": "str | None",
        "maxParallel": "int | None",
        "name": "Required[str]",
        "parameters": "list[ArrayMemberInput] | None",
        "pool": "str | None",
        "preemptible": "bool | None",
        "priority": "int | None",
        "project": "Required[str]",
        "ramGb": "float | None",
        "reservation": "str | None",
        "retry": "RetryInput | None",
        "timeoutMinutes": "float | None",
        "vcpus": "float | None",
        "workingDirectory": "str | None",
    },
    total=False,
)
"""Input of `submitArray`."""

CancelArrayBody = TypedDict(
    "CancelArrayBody",
    {
        "reason": "str | None",
    },
    total=False,
)
"""Input of `cancelArray`."""

SubmitWorkflowBody = TypedDict(
    "SubmitWorkflowBody",
    {
        "description": "str | None",
        "externalId": "str | None",
        "name": "Required[str]",
        "nodes": "Required[list[WorkflowNodeInput]]",
        "onFailure": "enums.FailurePolicy | None",
        "pool": "str | None",
        "project": "Required[str]",
    },
    total=False,
)
"""Input of `submitWorkflow`."""

CancelWorkflowBody = TypedDict(
    "CancelWorkflowBody",
    {
        "reason": "str | None",
    },
    total=False,
)
"""Input of `cancelWorkflow`."""

RerunWorkflowBody = TypedDict(
    "RerunWorkflowBody",
    {
        "from": "Required[str]",
    },
    total=False,
)
"""Input of `rerunWorkflow`."""

CreateScheduleBody = TypedDict(
    "CreateScheduleBody",
    {
        "catchUp": "enums.CatchUp | None",
        "cron": "Required[str]",
        "enabled": "bool | None",
        "externalId": "str | None",
        "job": "JobTemplateInput | None",
        "name": "Required[str]",
        "overlap": "enums.Overlap | None",
        "project": "Required[str]",
        "timeZone": "str | None",
        "until": "str | None",
        "workflow": "WorkflowTemplateInput | None",
    },
    total=False,
)
"""Input of `createSchedule`."""

UpdateScheduleBody = TypedDict(
    "UpdateScheduleBody",
    {
        "catchUp": "enums.CatchUp | None",
        "cron": "str | None",
        "job": "JobTemplateInput | None",
        "name": "str | None",
        "overlap": "enums.Overlap | None",
        "timeZone": "str | None",
        "until": "str | None",
        "workflow": "WorkflowTemplateInput | None",
    },
    total=False,
)
"""Input of `updateSchedule`."""

PauseScheduleBody = TypedDict(
    "PauseScheduleBody",
    {
        "reason": "str | None",
    },
    total=False,
)
"""Input of `pauseSchedule`."""

ResumeScheduleBody = TypedDict(
    "ResumeScheduleBody",
    {
    },
    total=False,
)
"""Input of `resumeSchedule`."""

ReserveBody = TypedDict(
    "ReserveBody",
    {
        "durationMinutes": "float | None",
        "from": "str | None",
        "gpus": "ReservationGpusInput | None",
        "pool": "str | None",
        "project": "Required[str]",
        "reason": "str | None",
        "repeat": "RepeatInput | None",
        "sharedWithProject": "bool | None",
        "title": "str | None",
        "until": "str | None",
    },
    total=False,
)
"""Input of `reserve`."""

ChangeReservationBody = TypedDict(
    "ChangeReservationBody",
    {
        "from": "str | None",
        "gpus": "ReservationGpusInput | None",
        "reason": "str | None",
        "title": "str | None",
        "until": "str | None",
    },
    total=False,
)
"""Input of `changeReservation`."""

ExtendReservationBody = TypedDict(
    "ExtendReservationBody",
    {
        "minutes": "Required[float]",
        "reason": "str | None",
    },
    total=False,
)
"""Input of `extendReservation`."""

ReleaseReservationBody = TypedDict(
    "ReleaseReservationBody",
    {
        "reason": "str | None",
    },
    total=False,
)
"""Input of `releaseReservation`."""

CancelReservationBody = TypedDict(
    "CancelReservationBody",
    {
        "reason": "str | None",
        "restOfSeries": "bool | None",
    },
    total=False,
)
"""Input of `cancelReservation`."""

RequestGpusBody = TypedDict(
    "RequestGpusBody",
    {
        "durationMinutes": "Required[float]",
        "gpus": "RequestedGpusInput | None",
        "neededBy": "str | None",
        "notBefore": "str | None",
        "pool": "str | None",
        "project": "Required[str]",
        "reason": "Required[str]",
        "sharedWithProject": "bool | None",
        "title": "str | None",
    },
    total=False,
)
"""Input of `requestGpus`."""

DecideRequestsBody = TypedDict(
    "DecideRequestsBody",
    {
        "decision": "Required[enums.DecisionKind]",
        "ids": "Required[list[str]]",
        "reason": "str | None",
    },
    total=False,
)
"""Input of `decideRequests`."""

WithdrawRequestBody = TypedDict(
    "WithdrawRequestBody",
    {
        "reason": "str | None",
    },
    total=False,
)
"""Input of `withdrawRequest`."""

JoinWaitlistBody = TypedDict(
    "JoinWaitlistBody",
    {
        "durationMinutes": "Required[float]",
        "gpus": "WaitlistGpusInput | None",
        "neededBy": "str | None",
        "pool": "str | None",
        "project": "Required[str]",
        "reason": "str | None",
        "sharedWithProject": "bool | None",
        "title": "str | None",
    },
    total=False,
)
"""Input of `joinWaitlist`."""

AcceptOfferBody = TypedDict(
    "AcceptOfferBody",
    {
    },
    total=False,
)
"""Input of `acceptOffer`."""

DeclineOfferBody = TypedDict(
    "DeclineOfferBody",
    {
    },
    total=False,
)
"""Input of `declineOffer`."""

SetMaintenanceBody = TypedDict(
    "SetMaintenanceBody",
    {
        "durationMinutes": "float | None",
        "from": "str | None",
        "hosts": "Required[list[MaintenanceHostInput]]",
        "maintenanceId": "str | None",
        "pool": "Required[str]",
        "reason": "Required[str]",
        "repeat": "RepeatInput | None",
        "until": "str | None",
    },
    total=False,
)
"""Input of `setMaintenance`."""

CreateCalendarFeedBody = TypedDict(
    "CreateCalendarFeedBody",
    {
        "of": "str | None",
        "scope": "Required[enums.CalendarFeedScope]",
    },
    total=False,
)
"""Input of `createCalendarFeed`."""

CreatePoolBody = TypedDict(
    "CreatePoolBody",
    {
        "approval": "bool | None",
        "description": "str | None",
        "maxQueuedPerUser": "int | None",
        "name": "Required[str]",
        "priceLabel": "str | None",
    },
    total=False,
)
"""Input of `createPool`."""

UpdatePoolBody = TypedDict(
    "UpdatePoolBody",
    {
        "approval": "bool | None",
        "description": "str | None",
        "maxQueuedPerUser": "int | None",
        "name": "str | None",
        "priceLabel": "str | None",
    },
    total=False,
)
"""Input of `updatePool`."""

SetPolicyBody = TypedDict(
    "SetPolicyBody",
    {
        "backfill": "bool | None",
        "fairShare": "FairSharePolicyInput | None",
        "order": "enums.QueueOrder | None",
        "placement": "enums.PlacementStrategy | None",
        "preemption": "PreemptionPolicyInput | None",
        "reason": "str | None",
        "reservations": "ReservationPolicyInput | None",
    },
    total=False,
)
"""Input of `setPolicy`."""

UpdateHostBody = TypedDict(
    "UpdateHostBody",
    {
        "cpuLimits": "SlotLimitsInput | None",
        "labels": "Any",
        "name": "str | None",
        "poolId": "str | None",
    },
    total=False,
)
"""Input of `updateHost`."""

CordonHostBody = TypedDict(
    "CordonHostBody",
    {
        "reason": "str | None",
    },
    total=False,
)
"""Input of `cordonHost`."""

UncordonHostBody = TypedDict(
    "UncordonHostBody",
    {
    },
    total=False,
)
"""Input of `uncordonHost`."""

DrainHostBody = TypedDict(
    "DrainHostBody",
    {
        "reason": "str | None",
    },
    total=False,
)
"""Input of `drainHost`."""

LiftQuarantineBody = TypedDict(
    "LiftQuarantineBody",
    {
        "reason": "str | None",
    },
    total=False,
)
"""Input of `liftQuarantine`."""

MapAccountBody = TypedDict(
    "MapAccountBody",
    {
        "account": "Required[str]",
        "userId": "Required[str]",
    },
    total=False,
)
"""Input of `mapAccount`."""

SetDeviceLimitsBody = TypedDict(
    "SetDeviceLimitsBody",
    {
        "hostId": "str | None",
        "limits": "Required[SlotLimitsInput]",
    },
    total=False,
)
"""Input of `setDeviceLimits`."""

SetDeviceStateBody = TypedDict(
    "SetDeviceStateBody",
    {
        "hostId": "str | None",
        "reason": "str | None",
        "state": "Required[enums.DeviceState]",
    },
    total=False,
)
"""Input of `setDeviceState`."""

CreateJoinTokenBody = TypedDict(
    "CreateJoinTokenBody",
    {
        "expiresInHours": "float | None",
        "maxUses": "int | None",
        "poolId": "Required[str]",
    },
    total=False,
)
"""Input of `createJoinToken`."""

CreateGrantBody = TypedDict(
    "CreateGrantBody",
    {
        "deviceUuid": "str | None",
        "maxHours": "float | None",
        "poolId": "Required[str]",
        "priority": "int | None",
        "projectId": "str | None",
        "timeMultiplier": "float | None",
        "userId": "str | None",
    },
    total=False,
)
"""Input of `createGrant`."""

SetQuotaBody = TypedDict(
    "SetQuotaBody",
    {
        "borrow": "bool | None",
        "environments": "int | None",
        "gpus": "int | None",
        "pool": "str | None",
        "project": "str | None",
        "ramGb": "float | None",
        "reason": "str | None",
        "storageGb": "float | None",
        "user": "str | None",
        "vcpus": "float | None",
    },
    total=False,
)
"""Input of `setQuota`."""

SetPriceBody = TypedDict(
    "SetPriceBody",
    {
        "currency": "str | None",
        "from": "str | None",
        "microsPerHour": "Required[int]",
        "model": "str | None",
        "poolId": "str | None",
    },
    total=False,
)
"""Input of `setPrice`."""

SimulateBody = TypedDict(
    "SimulateBody",
    {
        "cluster": "SimulatedClusterInput | None",
        "policies": "Required[list[SimulatedPolicyInput]]",
        "pool": "str | None",
        "quotas": "SimulatedQuotasInput | None",
        "seed": "float | None",
        "untilHours": "float | None",
        "workload": "Required[SimulatedWorkloadInput]",
    },
    total=False,
)
"""Input of `simulate`."""

ReplayParkedBody = TypedDict(
    "ReplayParkedBody",
    {
    },
    total=False,
)
"""Input of `replayParked`."""
