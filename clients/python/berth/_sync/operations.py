# Derived from _async/operations.py by `npm run generate --workspace @berth/python`; change that, not this.

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any, Generator

from .._generated import enums, models
from .._record import Page, optional_instant, path_part
from .transport import Transport

if TYPE_CHECKING:
    from datetime import datetime

    from .._generated import inputs


class Operations:
    """Every operation of the API by its own name. Bodies have the API's names, as docs/rest.md has them."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def login(self, body: inputs.LoginBody, *, idempotency_key: str | None = None) -> models.LoginSuccess:
        """Starts a session, by user name or e-mail address"""
        return models.LoginSuccess(self._transport.json("POST", "/session", body=body, key=idempotency_key, anonymous=True))

    def logout(self, body: inputs.LogoutBody | None = None, *, idempotency_key: str | None = None) -> None:
        """Ends the session immediately and invalidates its access token"""
        self._transport.json("DELETE", "/session", body=body or {}, key=idempotency_key)

    def refresh(self, body: inputs.RefreshBody | None = None, *, idempotency_key: str | None = None) -> models.RefreshSuccess:
        """Exchanges a refresh token for the next pair of tokens. Reusing a refresh token ends the session."""
        return models.RefreshSuccess(self._transport.json("POST", "/session/refresh", body=body or {}, key=idempotency_key, anonymous=True))

    def sessions(self, *, cursor: str | None = None, limit: int | None = None, user: str | None = None, count: bool | None = None) -> Page[models.Session]:
        """The caller's sessions, or with `user` those of another user, which requires an admin"""
        return Page(models.Session, self._transport.json("GET", "/sessions", query={"cursor": cursor, "limit": limit, "user": user, "count": count}))

    def revoke_session(self, id: str, *, idempotency_key: str | None = None) -> None:
        """Ends a session at once: its tokens are refused and its streams end. Those of others require an admin."""
        self._transport.json("DELETE", f"/sessions/{path_part(id)}", key=idempotency_key)

    def device_login(self, user_code: str) -> models.DeviceLogin:
        """The program that shows this code. Ask before approving it: who enters the code of somebody else lets them in. Requires a session."""
        return models.DeviceLogin(self._transport.json("GET", f"/device-logins/{path_part(user_code)}"))

    def approve_device_login(self, user_code: str, body: inputs.ApproveDeviceLoginBody | None = None, *, idempotency_key: str | None = None) -> models.DeviceLogin:
        """Logs the program that shows this code in as the caller. Requires a session."""
        return models.DeviceLogin(self._transport.json("POST", f"/device-logins/{path_part(user_code)}/approve", body=body or {}, key=idempotency_key))

    def deny_device_login(self, user_code: str, body: inputs.DenyDeviceLoginBody | None = None, *, idempotency_key: str | None = None) -> models.DeviceLogin:
        """Refuses the program that shows this code. Requires a session."""
        return models.DeviceLogin(self._transport.json("POST", f"/device-logins/{path_part(user_code)}/deny", body=body or {}, key=idempotency_key))

    def viewer(self) -> models.User:
        """The caller's account; null if not logged in."""
        return models.User(self._transport.json("GET", "/me"))

    def update_profile(self, body: inputs.UpdateProfileBody | None = None, *, idempotency_key: str | None = None) -> models.User:
        """Changes the caller's profile, user name or e-mail address"""
        return models.User(self._transport.json("PATCH", "/me", body=body or {}, key=idempotency_key))

    def viewer_preferences(self) -> Any:
        """What the user wants of screens and programs: a JSON object. Visible to the user only; null for others."""
        return self._transport.json("GET", "/me/preferences")

    def update_preferences(self, body: inputs.UpdatePreferencesBody, *, idempotency_key: str | None = None) -> Any:
        """Changes the caller's preferences by a JSON merge patch (RFC 7396): members replace those of the same name, objects are merged, and null removes a member. At most 16384 bytes as JSON, 6 deep."""
        return self._transport.json("PATCH", "/me/preferences", body=body, key=idempotency_key)

    def change_password(self, body: inputs.ChangePasswordBody, *, idempotency_key: str | None = None) -> None:
        """Changes the caller's password and ends all other sessions"""
        self._transport.json("POST", "/me/password", body=body, key=idempotency_key)

    def api_tokens(self) -> list[models.ApiToken]:
        """The caller's API tokens"""
        return [models.ApiToken(x) for x in (self._transport.json("GET", "/tokens"))["items"]]

    def create_api_token(self, body: inputs.CreateApiTokenBody, *, idempotency_key: str | None = None) -> models.CreateApiTokenSuccess:
        """Creates an API token for scripts, with scopes and an expiry"""
        return models.CreateApiTokenSuccess(self._transport.json("POST", "/tokens", body=body, key=idempotency_key))

    def revoke_api_token(self, id: str, *, idempotency_key: str | None = None) -> None:
        """Revokes an API token"""
        self._transport.json("DELETE", f"/tokens/{path_part(id)}", key=idempotency_key)

    def users(self, *, cursor: str | None = None, created_from: datetime | None = None, created_until: datetime | None = None, limit: int | None = None, role: enums.Role | None = None, search: str | None = None, sort: enums.ListSort | None = None, status: enums.UserStatus | None = None, count: bool | None = None) -> Page[models.User]:
        """Accounts. Members see user names only."""
        return Page(models.User, self._transport.json("GET", "/users", query={"cursor": cursor, "createdFrom": optional_instant(created_from), "createdUntil": optional_instant(created_until), "limit": limit, "role": role, "search": search, "sort": sort, "status": status, "count": count}))

    def register(self, body: inputs.RegisterBody, *, idempotency_key: str | None = None) -> models.RegisterSuccess:
        """Creates an account. The first user becomes admin. Later users activation if the installation requires it."""
        return models.RegisterSuccess(self._transport.json("POST", "/users", body=body, key=idempotency_key, anonymous=True))

    def user(self, id: str) -> models.User:
        """An object by its global id; null if there is none that the caller may see."""
        return models.User(self._transport.json("GET", f"/users/{path_part(id)}"))

    def delete_user(self, id: str, *, idempotency_key: str | None = None) -> None:
        """Deletes an account and erases its personal data; the history is kept. Requires an admin."""
        self._transport.json("DELETE", f"/users/{path_part(id)}", key=idempotency_key)

    def activate_user(self, id: str, body: inputs.ActivateUserBody | None = None, *, idempotency_key: str | None = None) -> models.User:
        """Activates a user who awaits activation or was suspended. Requires an admin."""
        return models.User(self._transport.json("POST", f"/users/{path_part(id)}/activate", body=body or {}, key=idempotency_key))

    def suspend_user(self, id: str, body: inputs.SuspendUserBody | None = None, *, idempotency_key: str | None = None) -> models.User:
        """Prevents a user from logging in and ends the user's sessions. Requires an admin."""
        return models.User(self._transport.json("POST", f"/users/{path_part(id)}/suspend", body=body or {}, key=idempotency_key))

    def set_role(self, id: str, body: inputs.SetRoleBody, *, idempotency_key: str | None = None) -> models.User:
        """Changes the role of a user. The last admin cannot be demoted. Requires an admin."""
        return models.User(self._transport.json("PUT", f"/users/{path_part(id)}/role", body=body, key=idempotency_key))

    def projects(self, *, cursor: str | None = None, archived: bool | None = None, limit: int | None = None, member: str | None = None, search: str | None = None, sort: enums.NamedListSort | None = None, count: bool | None = None) -> Page[models.Project]:
        """The caller's projects; all of them for admins, operators and auditors."""
        return Page(models.Project, self._transport.json("GET", "/projects", query={"cursor": cursor, "archived": archived, "limit": limit, "member": member, "search": search, "sort": sort, "count": count}))

    def create_project(self, body: inputs.CreateProjectBody, *, idempotency_key: str | None = None) -> models.Project:
        """Creates a project. The caller becomes its lead unless another lead is given."""
        return models.Project(self._transport.json("POST", "/projects", body=body, key=idempotency_key))

    def project(self, id: str) -> models.Project:
        """An object by its global id; null if there is none that the caller may see."""
        return models.Project(self._transport.json("GET", f"/projects/{path_part(id)}"))

    def archive_project(self, id: str, body: inputs.ArchiveProjectBody | None = None, *, idempotency_key: str | None = None) -> models.Project:
        """Archives a project permanently: it takes no more work and no more members. Running jobs and active reservations continue until their end. Waiting jobs and future reservations are cancelled, waiting list entries are removed, and schedules are paused. The history is kept. For leads of the project and staff (admin or operator)."""
        return models.Project(self._transport.json("POST", f"/projects/{path_part(id)}/archive", body=body or {}, key=idempotency_key))

    def add_member(self, id: str, body: inputs.AddMemberBody, *, idempotency_key: str | None = None) -> models.Project:
        """Adds a user to a project or changes the role of a member. For leads of the project and staff (admin or operator)."""
        return models.Project(self._transport.json("POST", f"/projects/{path_part(id)}/members", body=body, key=idempotency_key))

    def remove_member(self, id: str, user: str, *, idempotency_key: str | None = None) -> models.Project:
        """Removes a user from a project. For leads of the project and staff (admin or operator)."""
        return models.Project(self._transport.json("DELETE", f"/projects/{path_part(id)}/members/{path_part(user)}", key=idempotency_key))

    def jobs(self, *, cursor: str | None = None, created_from: datetime | None = None, created_until: datetime | None = None, limit: int | None = None, host: str | None = None, pool: str | None = None, project: str | None = None, search: str | None = None, sort: enums.ListSort | None = None, states: list[enums.JobState] | None = None, user: str | None = None, count: bool | None = None) -> Page[models.JobInList]:
        """Jobs of the caller's projects, newest first; all of them for admins, operators and auditors."""
        return Page(models.JobInList, self._transport.json("GET", "/jobs", query={"cursor": cursor, "createdFrom": optional_instant(created_from), "createdUntil": optional_instant(created_until), "limit": limit, "host": host, "pool": pool, "project": project, "search": search, "sort": sort, "states": states, "user": user, "count": count}))

    def submit_job(self, body: inputs.SubmitJobBody, *, idempotency_key: str | None = None) -> models.Job:
        """Submits a job. It is acknowledged when it is stored on disk. A job that can never run is refused."""
        return models.Job(self._transport.json("POST", "/jobs", body=body, key=idempotency_key))

    def submit_jobs(self, body: inputs.SubmitJobsBody, *, idempotency_key: str | None = None) -> models.SubmitJobsSuccess:
        """Submits several independent jobs. Each is submitted or refused individually."""
        return models.SubmitJobsSuccess(self._transport.json("POST", "/jobs/batch", body=body, key=idempotency_key))

    def cancel_jobs(self, body: inputs.CancelJobsBody | None = None, *, idempotency_key: str | None = None) -> models.CancelJobsSuccess:
        """Cancels jobs, up to 200 at once, by their ids or by a filter. Each is changed or refused individually, as by `cancelJob`."""
        return models.CancelJobsSuccess(self._transport.json("POST", "/jobs/cancel", body=body or {}, key=idempotency_key))

    def approve_jobs(self, body: inputs.ApproveJobsBody | None = None, *, idempotency_key: str | None = None) -> models.ApproveJobsSuccess:
        """Approves jobs, up to 200 at once, by their ids or by a filter. Each is changed or refused individually, as by `approveJob`."""
        return models.ApproveJobsSuccess(self._transport.json("POST", "/jobs/approve", body=body or {}, key=idempotency_key))

    def reject_jobs(self, body: inputs.RejectJobsBody | None = None, *, idempotency_key: str | None = None) -> models.RejectJobsSuccess:
        """Rejects jobs, up to 200 at once, by their ids or by a filter. Each is changed or refused individually, as by `rejectJob`."""
        return models.RejectJobsSuccess(self._transport.json("POST", "/jobs/reject", body=body or {}, key=idempotency_key))

    def delete_jobs(self, body: inputs.DeleteJobsBody | None = None, *, idempotency_key: str | None = None) -> models.DeleteJobsSuccess:
        """Hides jobs, up to 200 at once, by their ids or by a filter. Each is changed or refused individually, as by `deleteJob`."""
        return models.DeleteJobsSuccess(self._transport.json("POST", "/jobs/delete", body=body or {}, key=idempotency_key))

    def job(self, id: str) -> models.Job:
        """A job by its id, or by project and external id; null if there is none that the caller may see."""
        return models.Job(self._transport.json("GET", f"/jobs/{path_part(id)}"))

    def delete_job(self, id: str, *, idempotency_key: str | None = None) -> None:
        """Hides a job that has ended. Its history is kept."""
        self._transport.json("DELETE", f"/jobs/{path_part(id)}", key=idempotency_key)

    def job_by_external_id(self, id: str, external_id: str) -> models.Job:
        """A job by its id, or by project and external id; null if there is none that the caller may see."""
        return models.Job(self._transport.json("GET", f"/projects/{path_part(id)}/jobs/{path_part(external_id)}"))

    def cancel_job(self, id: str, body: inputs.CancelJobBody | None = None, *, idempotency_key: str | None = None) -> models.Job:
        """Cancels a job: immediately if it waits, otherwise when its agent has stopped it."""
        return models.Job(self._transport.json("POST", f"/jobs/{path_part(id)}/cancel", body=body or {}, key=idempotency_key))

    def approve_job(self, id: str, body: inputs.ApproveJobBody | None = None, *, idempotency_key: str | None = None) -> models.Job:
        """Approves a job that awaits approval. Requires staff (admin or operator)."""
        return models.Job(self._transport.json("POST", f"/jobs/{path_part(id)}/approve", body=body or {}, key=idempotency_key))

    def reject_job(self, id: str, body: inputs.RejectJobBody, *, idempotency_key: str | None = None) -> models.Job:
        """Rejects a job that awaits approval. Requires staff (admin or operator)."""
        return models.Job(self._transport.json("POST", f"/jobs/{path_part(id)}/reject", body=body, key=idempotency_key))

    def why_pending(self, id: str) -> models.Pending:
        """Why a job is pending: all reasons, its position, and its estimated start. Null if it is not pending or the caller may not see it."""
        return models.Pending(self._transport.json("GET", f"/jobs/{path_part(id)}/pending"))

    def job_logs(self, id: str, *, cursor: str | None = None, at: datetime | None = None, before: str | None = None, limit: int | None = None, from_line: int | None = None, last: int | None = None, level: enums.LogLevel | None = None, run: int | None = None, stream: enums.LogStream | None = None, follow: bool | None = None) -> models.LogBatch:
        """Output so far: from the first line, or with `last` alone the end of it. At most one of `after`, `before`, `at` and `fromLine` says where the page is. Use `jobLogs` to follow it."""
        return models.LogBatch(self._transport.json("GET", f"/jobs/{path_part(id)}/logs", query={"cursor": cursor, "at": optional_instant(at), "before": before, "limit": limit, "fromLine": from_line, "last": last, "level": level, "run": run, "stream": stream, "follow": follow}))

    def follow_job_logs(self, id: str, *, at: datetime | None = None, from_line: int | None = None, last: int | None = None, level: enums.LogLevel | None = None, run: int | None = None, stream: enums.LogStream | None = None, after: str | None = None) -> Generator[models.LogBatch, None]:
        """Output so far: from the first line, or with `last` alone the end of it. At most one of `after`, `before`, `at` and `fromLine` says where the page is. Use `jobLogs` to follow it. Goes on over lost connections, until it is complete."""
        with closing(self._transport.follow(f"/jobs/{path_part(id)}/logs", query={"at": optional_instant(at), "fromLine": from_line, "last": last, "level": level, "run": run, "stream": stream}, after=after)) as items:
            for item in items:
                yield models.LogBatch(item)

    def log_search(self, id: str, *, cursor: str | None = None, case_sensitive: bool | None = None, context_after: int | None = None, context_before: int | None = None, count: bool | None = None, limit: int | None = None, level: enums.LogLevel | None = None, regex: str | None = None, run: int | None = None, stream: enums.LogStream | None = None, text: str | None = None) -> models.LogSearchResult:
        """Searches the output of a job, line by line, for a text or a regular expression; for 5 s at most, then what was found is the answer."""
        return models.LogSearchResult(self._transport.json("GET", f"/jobs/{path_part(id)}/logs/search", query={"cursor": cursor, "caseSensitive": case_sensitive, "contextAfter": context_after, "contextBefore": context_before, "count": count, "limit": limit, "level": level, "regex": regex, "run": run, "stream": stream, "text": text}))

    def job_metrics(self, id: str, *, cursor: str | None = None, limit: int | None = None, run: int | None = None) -> models.MetricBatch:
        """Metrics so far, from the first point or the cursor. Use `jobMetrics` to follow them."""
        return models.MetricBatch(self._transport.json("GET", f"/jobs/{path_part(id)}/metrics", query={"cursor": cursor, "limit": limit, "run": run}))

    def follow_job_metrics(self, id: str, *, run: int | None = None, after: str | None = None) -> Generator[models.MetricBatch, None]:
        """Metrics so far, from the first point or the cursor. Use `jobMetrics` to follow them. Goes on over lost connections, until it is complete."""
        with closing(self._transport.follow(f"/jobs/{path_part(id)}/metrics", query={"run": run}, after=after)) as items:
            for item in items:
                yield models.MetricBatch(item)

    def follow_events_of_job(self, id: str, *, after: str | None = None) -> Generator[models.JobEvent, None]:
        """Events of jobs of the caller's projects; of all projects for admins, operators and auditors. With `job`, from the first event on; otherwise from now on. Goes on over lost connections, until it is complete."""
        with closing(self._transport.follow(f"/jobs/{path_part(id)}/events", after=after)) as items:
            for item in items:
                yield models.JobEvent(item)

    def follow_job_events(self, *, job: str | None = None, project: str | None = None, after: str | None = None) -> Generator[models.JobEvent, None]:
        """Events of jobs of the caller's projects; of all projects for admins, operators and auditors. With `job`, from the first event on; otherwise from now on. Goes on over lost connections, until it is complete."""
        with closing(self._transport.follow("/events", query={"job": job, "project": project}, after=after)) as items:
            for item in items:
                yield models.JobEvent(item)

    def submit_array(self, body: inputs.SubmitArrayBody, *, idempotency_key: str | None = None) -> models.JobArray:
        """Submits an array: many jobs that differ only in their environment, all or none of them. Members get BERTH_ARRAY_ID, BERTH_ARRAY_INDEX (from 0) and BERTH_ARRAY_SIZE in their environment."""
        return models.JobArray(self._transport.json("POST", "/arrays", body=body, key=idempotency_key))

    def array(self, id: str) -> models.JobArray:
        """An array of jobs; null if there is none that the caller may see."""
        return models.JobArray(self._transport.json("GET", f"/arrays/{path_part(id)}"))

    def array_members(self, id: str, *, cursor: str | None = None, limit: int | None = None, count: bool | None = None) -> Page[models.JobInList]:
        """Submitted members, in the order of their indexes"""
        return Page(models.JobInList, self._transport.json("GET", f"/arrays/{path_part(id)}/jobs", query={"cursor": cursor, "limit": limit, "count": count}))

    def cancel_array(self, id: str, body: inputs.CancelArrayBody | None = None, *, idempotency_key: str | None = None) -> models.JobArray:
        """Cancels an array: members that are not submitted yet never are; the others are cancelled."""
        return models.JobArray(self._transport.json("POST", f"/arrays/{path_part(id)}/cancel", body=body or {}, key=idempotency_key))

    def workflows(self, *, cursor: str | None = None, created_from: datetime | None = None, created_until: datetime | None = None, limit: int | None = None, project: str | None = None, search: str | None = None, sort: enums.NamedListSort | None = None, states: list[enums.WorkflowState] | None = None, user: str | None = None, count: bool | None = None) -> Page[models.WorkflowInList]:
        """Workflows of the caller's projects, newest first; all of them for admins, operators and auditors."""
        return Page(models.WorkflowInList, self._transport.json("GET", "/workflows", query={"cursor": cursor, "createdFrom": optional_instant(created_from), "createdUntil": optional_instant(created_until), "limit": limit, "project": project, "search": search, "sort": sort, "states": states, "user": user, "count": count}))

    def submit_workflow(self, body: inputs.SubmitWorkflowBody, *, idempotency_key: str | None = None) -> models.Workflow:
        """Submits a workflow: a graph of jobs. Cycles, unknown nodes and jobs that can never run are refused. Jobs get BERTH_WORKFLOW_ID and BERTH_WORKFLOW_NODE in their environment, and the ids of the jobs that they depend on as BERTH_JOB_<NODE>."""
        return models.Workflow(self._transport.json("POST", "/workflows", body=body, key=idempotency_key))

    def workflow(self, id: str) -> models.Workflow:
        """A workflow; null if there is none that the caller may see."""
        return models.Workflow(self._transport.json("GET", f"/workflows/{path_part(id)}"))

    def cancel_workflow(self, id: str, body: inputs.CancelWorkflowBody | None = None, *, idempotency_key: str | None = None) -> models.Workflow:
        """Cancels a workflow: its pending nodes and the jobs of its running nodes."""
        return models.Workflow(self._transport.json("POST", f"/workflows/{path_part(id)}/cancel", body=body or {}, key=idempotency_key))

    def rerun_workflow(self, id: str, body: inputs.RerunWorkflowBody, *, idempotency_key: str | None = None) -> models.Workflow:
        """Reruns a node of an ended workflow and all nodes that depend on it; the other nodes keep their results."""
        return models.Workflow(self._transport.json("POST", f"/workflows/{path_part(id)}/rerun", body=body, key=idempotency_key))

    def schedules(self, *, cursor: str | None = None, created_from: datetime | None = None, created_until: datetime | None = None, limit: int | None = None, project: str | None = None, search: str | None = None, sort: enums.NamedListSort | None = None, user: str | None = None, count: bool | None = None) -> Page[models.ScheduleInList]:
        """Schedules of the caller's projects, newest first; all of them for admins, operators and auditors."""
        return Page(models.ScheduleInList, self._transport.json("GET", "/schedules", query={"cursor": cursor, "createdFrom": optional_instant(created_from), "createdUntil": optional_instant(created_until), "limit": limit, "project": project, "search": search, "sort": sort, "user": user, "count": count}))

    def create_schedule(self, body: inputs.CreateScheduleBody, *, idempotency_key: str | None = None) -> models.Schedule:
        """Creates a schedule, which submits a job or a workflow repeatedly on behalf of its owner, with the owner's grants at that time. Jobs get BERTH_SCHEDULE_ID and BERTH_DUE_AT in their environment."""
        return models.Schedule(self._transport.json("POST", "/schedules", body=body, key=idempotency_key))

    def schedule(self, id: str) -> models.Schedule:
        """A schedule; null if there is none that the caller may see."""
        return models.Schedule(self._transport.json("GET", f"/schedules/{path_part(id)}"))

    def update_schedule(self, id: str, body: inputs.UpdateScheduleBody | None = None, *, idempotency_key: str | None = None) -> models.Schedule:
        """Changes a schedule. Omitted fields keep their value; `until: null` removes the end. New times do not fire for the past."""
        return models.Schedule(self._transport.json("PATCH", f"/schedules/{path_part(id)}", body=body or {}, key=idempotency_key))

    def delete_schedule(self, id: str, *, idempotency_key: str | None = None) -> None:
        """Deletes a schedule. What it has submitted continues, and its history is kept."""
        self._transport.json("DELETE", f"/schedules/{path_part(id)}", key=idempotency_key)

    def pause_schedule(self, id: str, body: inputs.PauseScheduleBody | None = None, *, idempotency_key: str | None = None) -> models.Schedule:
        """Pauses a schedule: it submits nothing until it is resumed."""
        return models.Schedule(self._transport.json("POST", f"/schedules/{path_part(id)}/pause", body=body or {}, key=idempotency_key))

    def resume_schedule(self, id: str, body: inputs.ResumeScheduleBody | None = None, *, idempotency_key: str | None = None) -> models.Schedule:
        """Resumes a schedule. Times that were missed meanwhile do not fire."""
        return models.Schedule(self._transport.json("POST", f"/schedules/{path_part(id)}/resume", body=body or {}, key=idempotency_key))

    def reservations(self, *, cursor: str | None = None, as_of: datetime | None = None, device: str | None = None, limit: int | None = None, from_: datetime | None = None, pool: str | None = None, project: str | None = None, search: str | None = None, series: str | None = None, sort: enums.ListSort | None = None, states: list[enums.ReservationState] | None = None, until: datetime | None = None, user: str | None = None, count: bool | None = None) -> Page[models.ReservationInList]:
        """Reservations of the caller's projects, or of all projects for admins, operators and auditors; the latest start first."""
        return Page(models.ReservationInList, self._transport.json("GET", "/reservations", query={"cursor": cursor, "asOf": optional_instant(as_of), "device": device, "limit": limit, "from": optional_instant(from_), "pool": pool, "project": project, "search": search, "series": series, "sort": sort, "states": states, "until": optional_instant(until), "user": user, "count": count}))

    def reserve(self, body: inputs.ReserveBody, *, idempotency_key: str | None = None) -> models.ReserveSuccess:
        """Reserves devices for a window, once or recurring: all occurrences or none. If the devices are not free, the refusal contains the nearest free windows."""
        return models.ReserveSuccess(self._transport.json("POST", "/reservations", body=body, key=idempotency_key))

    def reservation(self, id: str, *, as_of: datetime | None = None) -> models.Reservation:
        """A reservation by its id; null if there is none that the caller may see."""
        return models.Reservation(self._transport.json("GET", f"/reservations/{path_part(id)}", query={"asOf": optional_instant(as_of)}))

    def change_reservation(self, id: str, body: inputs.ChangeReservationBody | None = None, *, idempotency_key: str | None = None) -> models.Reservation:
        """Changes the window, devices or title of a reservation. Omitted fields keep their value; `title: null` removes the title. A moved reservation keeps its duration unless the end is given."""
        return models.Reservation(self._transport.json("PATCH", f"/reservations/{path_part(id)}", body=body or {}, key=idempotency_key))

    def extend_reservation(self, id: str, body: inputs.ExtendReservationBody, *, idempotency_key: str | None = None) -> models.Reservation:
        """Extends a reservation, also an active one"""
        return models.Reservation(self._transport.json("POST", f"/reservations/{path_part(id)}/extend", body=body, key=idempotency_key))

    def release_reservation(self, id: str, body: inputs.ReleaseReservationBody | None = None, *, idempotency_key: str | None = None) -> models.Reservation:
        """Releases a reservation; its devices are free immediately."""
        return models.Reservation(self._transport.json("POST", f"/reservations/{path_part(id)}/release", body=body or {}, key=idempotency_key))

    def cancel_reservation(self, id: str, body: inputs.CancelReservationBody | None = None, *, idempotency_key: str | None = None) -> models.CancelReservationSuccess:
        """Cancels a reservation that has not begun, alone or with the later ones of its series"""
        return models.CancelReservationSuccess(self._transport.json("POST", f"/reservations/{path_part(id)}/cancel", body=body or {}, key=idempotency_key))

    def availability(self, *, duration_minutes: float, limit: int | None = None, from_: datetime | None = None, gpus_count: int | None = None, gpus_devices: list[str] | None = None, gpus_memory_gb: float | None = None, gpus_model: str | None = None, one_host: bool | None = None, pool: str | None = None, project: str | None = None, until: datetime | None = None) -> models.Availability:
        """Windows in which matching devices are free together"""
        return models.Availability(self._transport.json("GET", "/availability", query={"durationMinutes": duration_minutes, "limit": limit, "from": optional_instant(from_), "gpus.count": gpus_count, "gpus.devices": gpus_devices, "gpus.memoryGb": gpus_memory_gb, "gpus.model": gpus_model, "oneHost": one_host, "pool": pool, "project": project, "until": optional_instant(until)}))

    def calendar(self, id: str, *, from_: datetime, until: datetime) -> models.PoolCalendar:
        """What occupies devices of a pool between two instants, at most 92 days apart: reservations, offers, maintenance and running jobs."""
        return models.PoolCalendar(self._transport.json("GET", f"/pools/{path_part(id)}/calendar", query={"from": optional_instant(from_), "until": optional_instant(until)}))

    def follow_calendar(self, id: str, *, from_: datetime, until: datetime, after: str | None = None) -> Generator[models.PoolCalendar, None]:
        """What occupies devices of a pool between two instants, at most 92 days apart: reservations, offers, maintenance and running jobs. Goes on over lost connections, until it is complete."""
        with closing(self._transport.follow(f"/pools/{path_part(id)}/calendar", query={"from": optional_instant(from_), "until": optional_instant(until)}, after=after)) as items:
            for item in items:
                yield models.PoolCalendar(item)

    def requests(self, *, cursor: str | None = None, created_from: datetime | None = None, created_until: datetime | None = None, limit: int | None = None, kind: enums.RequestKind | None = None, mine: bool | None = None, pool: str | None = None, project: str | None = None, sort: enums.ListSort | None = None, states: list[enums.GpuRequestState] | None = None, user: str | None = None, count: bool | None = None) -> Page[models.RequestItem]:
        """Requests, oldest first. For staff (admin or operator): all requests and jobs that a decision. For others: their own requests."""
        return Page(models.RequestItem, self._transport.json("GET", "/requests", query={"cursor": cursor, "createdFrom": optional_instant(created_from), "createdUntil": optional_instant(created_until), "limit": limit, "kind": kind, "mine": mine, "pool": pool, "project": project, "sort": sort, "states": states, "user": user, "count": count}))

    def request_gpus(self, body: inputs.RequestGpusBody, *, idempotency_key: str | None = None) -> models.GpuRequest:
        """Requests devices without a command. If the pool requires approval, staff decide. Then the earliest free window is reserved, or the request waits on the waiting list."""
        return models.GpuRequest(self._transport.json("POST", "/requests", body=body, key=idempotency_key))

    def decide_requests(self, body: inputs.DecideRequestsBody, *, idempotency_key: str | None = None) -> models.DecideRequestsSuccess:
        """Approves or rejects requests and jobs that approval, up to 200 at once. Each is decided independently. Requires staff (admin or operator)."""
        return models.DecideRequestsSuccess(self._transport.json("POST", "/requests/decide", body=body, key=idempotency_key))

    def gpu_request(self, id: str) -> models.GpuRequest:
        """A request by its id; null if there is none that the caller may see."""
        return models.GpuRequest(self._transport.json("GET", f"/requests/{path_part(id)}"))

    def withdraw_request(self, id: str, body: inputs.WithdrawRequestBody | None = None, *, idempotency_key: str | None = None) -> models.GpuRequest:
        """Withdraws a request. If its devices are already reserved, cancel the reservation instead."""
        return models.GpuRequest(self._transport.json("POST", f"/requests/{path_part(id)}/withdraw", body=body or {}, key=idempotency_key))

    def waitlist(self, id: str) -> models.Waitlist:
        """The waiting list of a pool"""
        return models.Waitlist(self._transport.json("GET", f"/pools/{path_part(id)}/waitlist"))

    def join_waitlist(self, body: inputs.JoinWaitlistBody, *, idempotency_key: str | None = None) -> models.WaitlistEntry:
        """Joins the waiting list of a pool. When the devices are free and it is your turn, they are offered to you and held for a while. Accept the offer before it expires."""
        return models.WaitlistEntry(self._transport.json("POST", "/waitlist", body=body, key=idempotency_key))

    def leave_waitlist(self, id: str, *, reason: str | None = None, idempotency_key: str | None = None) -> None:
        """Leaves the waiting list; a pending offer goes to the next user."""
        self._transport.json("DELETE", f"/waitlist/{path_part(id)}", query={"reason": reason}, key=idempotency_key)

    def accept_offer(self, id: str, offer: str, body: inputs.AcceptOfferBody | None = None, *, idempotency_key: str | None = None) -> models.AcceptOfferSuccess:
        """Accepts an offer: reserves the offered devices from now on for the requested duration."""
        return models.AcceptOfferSuccess(self._transport.json("POST", f"/waitlist/{path_part(id)}/offers/{path_part(offer)}/accept", body=body or {}, key=idempotency_key))

    def decline_offer(self, id: str, offer: str, body: inputs.DeclineOfferBody | None = None, *, idempotency_key: str | None = None) -> None:
        """Declines an offer, which then goes to the next user. After two missed or declined offers, the entry is removed."""
        self._transport.json("POST", f"/waitlist/{path_part(id)}/offers/{path_part(offer)}/decline", body=body or {}, key=idempotency_key)

    def maintenance_windows(self, *, cursor: str | None = None, limit: int | None = None, from_: datetime | None = None, host: str | None = None, pool: str | None = None, series: str | None = None, sort: enums.ListSort | None = None, states: list[enums.MaintenanceState] | None = None, until: datetime | None = None, count: bool | None = None) -> Page[models.Maintenance]:
        """Maintenance windows that concern devices that the caller may use; the latest start first. `totalCount` is for admins, operators and auditors, and without `host`."""
        return Page(models.Maintenance, self._transport.json("GET", "/maintenance", query={"cursor": cursor, "limit": limit, "from": optional_instant(from_), "host": host, "pool": pool, "series": series, "sort": sort, "states": states, "until": optional_instant(until), "count": count}))

    def set_maintenance(self, body: inputs.SetMaintenanceBody, *, idempotency_key: str | None = None) -> models.SetMaintenanceSuccess:
        """Sets or changes a maintenance window, in which hosts or devices take no work. Reservations in it are kept, and their holders are warned. Requires staff (admin or operator)."""
        return models.SetMaintenanceSuccess(self._transport.json("POST", "/maintenance", body=body, key=idempotency_key))

    def maintenance(self, id: str) -> models.Maintenance:
        """An object by its global id; null if there is none that the caller may see."""
        return models.Maintenance(self._transport.json("GET", f"/maintenance/{path_part(id)}"))

    def cancel_maintenance(self, id: str, *, rest_of_series: bool | None = None, idempotency_key: str | None = None) -> models.CancelMaintenanceSuccess:
        """Cancels a maintenance window, alone or with the later windows of its series. Requires staff (admin or operator)."""
        return models.CancelMaintenanceSuccess(self._transport.json("DELETE", f"/maintenance/{path_part(id)}", query={"restOfSeries": rest_of_series}, key=idempotency_key))

    def calendar_feeds(self) -> list[models.CalendarFeed]:
        """The caller's calendar feeds, newest first. Their URLs are not shown again."""
        return [models.CalendarFeed(x) for x in (self._transport.json("GET", "/calendar-feeds"))["items"]]

    def create_calendar_feed(self, body: inputs.CreateCalendarFeedBody, *, idempotency_key: str | None = None) -> models.CreateCalendarFeedSuccess:
        """Creates a secret URL that serves reservations as iCalendar"""
        return models.CreateCalendarFeedSuccess(self._transport.json("POST", "/calendar-feeds", body=body, key=idempotency_key))

    def revoke_calendar_feed(self, id: str, *, idempotency_key: str | None = None) -> None:
        """Revokes a calendar feed: its URL stops working."""
        self._transport.json("DELETE", f"/calendar-feeds/{path_part(id)}", key=idempotency_key)

    def pools(self, *, cursor: str | None = None, limit: int | None = None, search: str | None = None, count: bool | None = None) -> Page[models.Pool]:
        """Pools that the caller may use"""
        return Page(models.Pool, self._transport.json("GET", "/pools", query={"cursor": cursor, "limit": limit, "search": search, "count": count}))

    def create_pool(self, body: inputs.CreatePoolBody, *, idempotency_key: str | None = None) -> models.Pool:
        """Creates a pool. Requires staff (admin or operator)."""
        return models.Pool(self._transport.json("POST", "/pools", body=body, key=idempotency_key))

    def pool(self, id: str) -> models.Pool:
        """An object by its global id; null if there is none that the caller may see."""
        return models.Pool(self._transport.json("GET", f"/pools/{path_part(id)}"))

    def update_pool(self, id: str, body: inputs.UpdatePoolBody | None = None, *, idempotency_key: str | None = None) -> models.Pool:
        """Changes a pool. Requires staff (admin or operator)."""
        return models.Pool(self._transport.json("PATCH", f"/pools/{path_part(id)}", body=body or {}, key=idempotency_key))

    def policy(self, id: str) -> models.PoolPolicy:
        """Scheduling policy of a pool"""
        return models.PoolPolicy(self._transport.json("GET", f"/pools/{path_part(id)}/policy"))

    def set_policy(self, id: str, body: inputs.SetPolicyBody | None = None, *, idempotency_key: str | None = None) -> models.PoolPolicy:
        """Sets the scheduling policy of a pool; omitted fields keep their value. Requires staff (admin or operator)."""
        return models.PoolPolicy(self._transport.json("PATCH", f"/pools/{path_part(id)}/policy", body=body or {}, key=idempotency_key))

    def queue(self, id: str, *, cursor: str | None = None, limit: int | None = None, count: bool | None = None) -> Page[models.QueueEntry]:
        """The queue of a pool in order. Entries that the caller may not see are omitted; positions count them."""
        return Page(models.QueueEntry, self._transport.json("GET", f"/pools/{path_part(id)}/queue", query={"cursor": cursor, "limit": limit, "count": count}))

    def follow_queue(self, id: str, *, after: str | None = None) -> Generator[models.QueueChange, None]:
        """The queue of a pool in order. Entries that the caller may not see are omitted; positions count them. Goes on over lost connections, until it is complete."""
        with closing(self._transport.follow(f"/pools/{path_part(id)}/queue", after=after)) as items:
            for item in items:
                yield models.QueueChange(item)

    def follow_pool_samples(self, id: str, *, after: str | None = None) -> Generator[models.PoolSamples, None]:
        """Samples of all hosts of a pool and of their devices that the caller may see, at most once a second: of each host the latest, where there is a new one. Goes on over lost connections, until it is complete."""
        with closing(self._transport.follow(f"/pools/{path_part(id)}/samples", after=after)) as items:
            for item in items:
                yield models.PoolSamples(item)

    def fair_shares(self, id: str) -> models.FairShares:
        """Who has used how much of their share of a pool; a job goes by it where the order is FAIR_SHARE."""
        return models.FairShares(self._transport.json("GET", f"/pools/{path_part(id)}/fair-shares"))

    def hosts(self, *, cursor: str | None = None, limit: int | None = None, pool: str | None = None, schedulings: list[enums.HostScheduling] | None = None, search: str | None = None, statuses: list[enums.HostStatus] | None = None, count: bool | None = None) -> Page[models.Host]:
        """Hosts with a device or pool that the caller may use"""
        return Page(models.Host, self._transport.json("GET", "/hosts", query={"cursor": cursor, "limit": limit, "pool": pool, "schedulings": schedulings, "search": search, "statuses": statuses, "count": count}))

    def host(self, id: str) -> models.Host:
        """A host; null if there is none that the caller may see."""
        return models.Host(self._transport.json("GET", f"/hosts/{path_part(id)}"))

    def update_host(self, id: str, body: inputs.UpdateHostBody | None = None, *, idempotency_key: str | None = None) -> models.Host:
        """Changes a host. Its pool can be changed only while it is drained. Requires staff (admin or operator)."""
        return models.Host(self._transport.json("PATCH", f"/hosts/{path_part(id)}", body=body or {}, key=idempotency_key))

    def remove_host(self, id: str, *, force: bool | None = None, reason: str | None = None, idempotency_key: str | None = None) -> None:
        """Removes a host permanently: it is no longer listed, takes no work, and its key is revoked on the bus. Refused while it has active runs or current or future reservations, unless it is lost or stopped. Requires staff (admin or operator)."""
        self._transport.json("DELETE", f"/hosts/{path_part(id)}", query={"force": force, "reason": reason}, key=idempotency_key)

    def cordon_host(self, id: str, body: inputs.CordonHostBody | None = None, *, idempotency_key: str | None = None) -> models.Host:
        """Cordons a host: it takes no new work; active runs continue. Requires staff (admin or operator)."""
        return models.Host(self._transport.json("POST", f"/hosts/{path_part(id)}/cordon", body=body or {}, key=idempotency_key))

    def uncordon_host(self, id: str, body: inputs.UncordonHostBody | None = None, *, idempotency_key: str | None = None) -> models.Host:
        """Uncordons a host: it takes new work again. Requires staff (admin or operator)."""
        return models.Host(self._transport.json("POST", f"/hosts/{path_part(id)}/uncordon", body=body or {}, key=idempotency_key))

    def drain_host(self, id: str, body: inputs.DrainHostBody | None = None, *, idempotency_key: str | None = None) -> models.Host:
        """Drains a host: it takes no new work, and is drained when its last run has ended. Requires staff (admin or operator)."""
        return models.Host(self._transport.json("POST", f"/hosts/{path_part(id)}/drain", body=body or {}, key=idempotency_key))

    def lift_quarantine(self, id: str, body: inputs.LiftQuarantineBody | None = None, *, idempotency_key: str | None = None) -> None:
        """Ends the quarantine of a host on which several jobs in a row failed to start. Requires staff (admin or operator)."""
        self._transport.json("POST", f"/hosts/{path_part(id)}/lift-quarantine", body=body or {}, key=idempotency_key)

    def host_usage(self, id: str, *, from_: datetime, to: datetime) -> list[models.HostUsage]:
        """CPU and memory usage of a host. For admins, operators and auditors."""
        return [models.HostUsage(x) for x in (self._transport.json("GET", f"/hosts/{path_part(id)}/usage", query={"from": optional_instant(from_), "to": optional_instant(to)}))["items"]]

    def device_usage(self, id: str, *, from_: datetime, to: datetime) -> list[models.DeviceUsage]:
        """Usage of each device of a host that the caller may see"""
        return [models.DeviceUsage(x) for x in (self._transport.json("GET", f"/hosts/{path_part(id)}/device-usage", query={"from": optional_instant(from_), "to": optional_instant(to)}))["items"]]

    def follow_device_samples(self, id: str, *, after: str | None = None) -> Generator[models.HostSample, None]:
        """Samples of a host and of its devices that the caller may see. A slow reader gets the latest sample only. Goes on over lost connections, until it is complete."""
        with closing(self._transport.follow(f"/hosts/{path_part(id)}/samples", after=after)) as items:
            for item in items:
                yield models.HostSample(item)

    def accounts(self, *, host: str | None = None, user: str | None = None) -> list[models.HostAccount]:
        """The caller's accounts on hosts; those of all users for admins, operators and auditors."""
        return [models.HostAccount(x) for x in (self._transport.json("GET", "/accounts", query={"host": host, "user": user}))["items"]]

    def map_account(self, id: str, body: inputs.MapAccountBody, *, idempotency_key: str | None = None) -> models.HostAccount:
        """Maps an account on a host to a user. Requires staff (admin or operator)."""
        return models.HostAccount(self._transport.json("POST", f"/hosts/{path_part(id)}/accounts", body=body, key=idempotency_key))

    def unmap_account(self, id: str, account: str, *, idempotency_key: str | None = None) -> None:
        """Removes the mapping of an account on a host. Requires staff (admin or operator)."""
        self._transport.json("DELETE", f"/hosts/{path_part(id)}/accounts/{path_part(account)}", key=idempotency_key)

    def devices(self, *, cursor: str | None = None, limit: int | None = None, host: str | None = None, missing: bool | None = None, model: str | None = None, pool: str | None = None, search: str | None = None, states: list[enums.EffectiveDeviceState] | None = None, count: bool | None = None) -> Page[models.Device]:
        """Devices that the caller may use"""
        return Page(models.Device, self._transport.json("GET", "/devices", query={"cursor": cursor, "limit": limit, "host": host, "missing": missing, "model": model, "pool": pool, "search": search, "states": states, "count": count}))

    def set_device_limits(self, uuid: str, body: inputs.SetDeviceLimitsBody, *, idempotency_key: str | None = None) -> models.Host:
        """Sets how many runs of each class may share a device. Requires staff (admin or operator)."""
        return models.Host(self._transport.json("PUT", f"/devices/{path_part(uuid)}/limits", body=body, key=idempotency_key))

    def set_device_state(self, uuid: str, body: inputs.SetDeviceStateBody, *, idempotency_key: str | None = None) -> models.Host:
        """Takes a device out of service or puts it back. Requires staff (admin or operator)."""
        return models.Host(self._transport.json("PUT", f"/devices/{path_part(uuid)}/state", body=body, key=idempotency_key))

    def join_tokens(self, *, pool: str | None = None, sort: enums.ListSort | None = None, states: list[enums.JoinTokenState] | None = None) -> list[models.JoinToken]:
        """Join tokens. Requires staff (admin or operator)."""
        return [models.JoinToken(x) for x in (self._transport.json("GET", "/join-tokens", query={"pool": pool, "sort": sort, "states": states}))["items"]]

    def create_join_token(self, body: inputs.CreateJoinTokenBody, *, idempotency_key: str | None = None) -> models.CreateJoinTokenSuccess:
        """Creates a token with which hosts join a pool. Requires staff (admin or operator)."""
        return models.CreateJoinTokenSuccess(self._transport.json("POST", "/join-tokens", body=body, key=idempotency_key))

    def revoke_join_token(self, id: str, *, idempotency_key: str | None = None) -> None:
        """Revokes a join token; hosts that have joined stay. Requires staff (admin or operator)."""
        self._transport.json("DELETE", f"/join-tokens/{path_part(id)}", key=idempotency_key)

    def grants(self, *, cursor: str | None = None, created_from: datetime | None = None, created_until: datetime | None = None, limit: int | None = None, pool: str | None = None, project: str | None = None, sort: enums.ListSort | None = None, status: enums.GrantStatus | None = None, user: str | None = None, count: bool | None = None) -> Page[models.Grant]:
        """The caller's grants; all of them for admins, operators and auditors."""
        return Page(models.Grant, self._transport.json("GET", "/grants", query={"cursor": cursor, "createdFrom": optional_instant(created_from), "createdUntil": optional_instant(created_until), "limit": limit, "pool": pool, "project": project, "sort": sort, "status": status, "user": user, "count": count}))

    def create_grant(self, body: inputs.CreateGrantBody, *, idempotency_key: str | None = None) -> models.Grant:
        """Grants a user or a project the use of a pool or of one device. Requires staff (admin or operator)."""
        return models.Grant(self._transport.json("POST", "/grants", body=body, key=idempotency_key))

    def revoke_grant(self, id: str, *, idempotency_key: str | None = None) -> None:
        """Revokes a grant. Requires staff (admin or operator)."""
        self._transport.json("DELETE", f"/grants/{path_part(id)}", key=idempotency_key)

    def quotas(self, *, pool: str | None = None, project: str | None = None, user: str | None = None) -> list[models.Quota]:
        """The caller's quotas and those of the caller's projects; all of them for admins, operators and auditors."""
        return [models.Quota(x) for x in (self._transport.json("GET", "/quotas", query={"pool": pool, "project": project, "user": user}))["items"]]

    def set_quota(self, body: inputs.SetQuotaBody | None = None, *, idempotency_key: str | None = None) -> models.Quota:
        """Sets the quota of a user or a project; it replaces the current one. Requires staff (admin or operator)."""
        return models.Quota(self._transport.json("PUT", "/quotas", body=body or {}, key=idempotency_key))

    def remove_quota(self, id: str, *, reason: str | None = None, idempotency_key: str | None = None) -> None:
        """Removes a quota; the default of the installation applies again. Requires staff (admin or operator)."""
        self._transport.json("DELETE", f"/quotas/{path_part(id)}", query={"reason": reason}, key=idempotency_key)

    def search(self, *, limit: int | None = None, kinds: list[enums.SearchKind] | None = None, text: str) -> models.SearchResults:
        """Searches what the caller may see, whatever the case: jobs, reservations and workflows by the start of their name or title, hosts, pools, users and projects by a part of it, and all by their whole id."""
        return models.SearchResults(self._transport.json("GET", "/search", query={"limit": limit, "kinds": kinds, "text": text}))

    def prices(self, *, cursor: str | None = None, limit: int | None = None, pool: str | None = None, count: bool | None = None) -> Page[models.Price]:
        """Prices, newest first"""
        return Page(models.Price, self._transport.json("GET", "/prices", query={"cursor": cursor, "limit": limit, "pool": pool, "count": count}))

    def set_price(self, body: inputs.SetPriceBody, *, idempotency_key: str | None = None) -> models.Price:
        """Sets the price of one device for one hour from an instant on. The most specific price applies: pool and model, model, pool, any. Requires staff (admin or operator)."""
        return models.Price(self._transport.json("POST", "/prices", body=body, key=idempotency_key))

    def charges(self, *, cursor: str | None = None, limit: int | None = None, from_: datetime | None = None, job: str | None = None, month: str | None = None, project: str | None = None, reservation: str | None = None, sort: enums.ListSort | None = None, to: datetime | None = None, user: str | None = None, count: bool | None = None) -> Page[models.Charge]:
        """Charges of the caller's projects, newest first; all of them for admins, operators and auditors."""
        return Page(models.Charge, self._transport.json("GET", "/charges", query={"cursor": cursor, "limit": limit, "from": optional_instant(from_), "job": job, "month": month, "project": project, "reservation": reservation, "sort": sort, "to": optional_instant(to), "user": user, "count": count}))

    def usage(self, *, by: enums.UsageBy, from_: datetime | None = None, project: str | None = None, to: datetime | None = None) -> list[models.UsageRow]:
        """Usage within a window, to the millisecond, by user, project or device model; the largest first. Includes active leases. Adjoining windows add up."""
        return [models.UsageRow(x) for x in (self._transport.json("GET", "/usage", query={"by": by, "from": optional_instant(from_), "project": project, "to": optional_instant(to)}))["items"]]

    def history(self, id: str, *, cursor: str | None = None, entity: str | None = None, limit: int | None = None, from_: datetime | None = None, sort: enums.ListSort | None = None, types: list[str] | None = None, until: datetime | None = None, user: str | None = None, count: bool | None = None) -> Page[models.HistoryEntry]:
        """Every event of an entity with actor, time, command and cause. Members can read that of their own entities, auditors that of all. With filters a page looks at some 10000 events: it may have fewer items than requested, and `endCursor` leads on."""
        return Page(models.HistoryEntry, self._transport.json("GET", f"/history/{path_part(id)}", query={"cursor": cursor, "entity": entity, "limit": limit, "from": optional_instant(from_), "sort": sort, "types": types, "until": optional_instant(until), "user": user, "count": count}))

    def simulate(self, body: inputs.SimulateBody, *, idempotency_key: str | None = None) -> models.Simulation:
        """Simulates a workload under one or more policies in virtual time, without side effects. It may take up to a minute; each user can run one at a time."""
        return models.Simulation(self._transport.json("POST", "/simulations", body=body, key=idempotency_key))

    def processes(self, service: str) -> list[models.Process]:
        """What processes events in a service: projections, process managers, consumers and the relay. Requires staff (admin or operator)."""
        return [models.Process(x) for x in (self._transport.json("GET", f"/services/{path_part(service)}/processes"))["items"]]

    def parked(self, service: str, *, cursor: str | None = None, limit: int | None = None, count: bool | None = None) -> Page[models.ParkedMessage]:
        """Messages that a service could not handle. Requires staff (admin or operator)."""
        return Page(models.ParkedMessage, self._transport.json("GET", f"/services/{path_part(service)}/parked", query={"cursor": cursor, "limit": limit, "count": count}))

    def replay_parked(self, service: str, id: str, body: inputs.ReplayParkedBody | None = None, *, idempotency_key: str | None = None) -> models.ReplayParkedSuccess:
        """Retries a parked message and those that wait behind it. Requires staff (admin or operator)."""
        return models.ReplayParkedSuccess(self._transport.json("POST", f"/services/{path_part(service)}/parked/{path_part(id)}/replay", body=body or {}, key=idempotency_key))

    def drop_parked(self, service: str, id: str, *, idempotency_key: str | None = None) -> int:
        """Drops a parked message. Requires staff (admin or operator)."""
        return self._transport.json("DELETE", f"/services/{path_part(service)}/parked/{path_part(id)}", key=idempotency_key)
