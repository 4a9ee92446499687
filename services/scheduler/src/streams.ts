/** Names of this service's streams. */
export const jobStream = (jobId: string): string => `job:${jobId}`;
export const calendarStream = (poolId: string): string => `calendar:${poolId}`;
export const policyStream = (poolId: string): string => `policy:${poolId}`;
export const requestStream = (requestId: string): string => `request:${requestId}`;
export const accountsStream = (hostId: string): string => `accounts:${hostId}`;
export const calendarFeedStream = (feedId: string): string => `calendarFeed:${feedId}`;
export const quotaStream = (quotaId: string): string => `quota:${quotaId}`;
export const quarantineStream = (hostId: string): string => `quarantine:${hostId}`;
export const workflowStream = (workflowId: string): string => `workflow:${workflowId}`;
export const scheduleStream = (scheduleId: string): string => `schedule:${scheduleId}`;
export const arrayStream = (arrayId: string): string => `array:${arrayId}`;
