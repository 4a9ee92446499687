import { routesOf } from '../route.js';

const jobs = routesOf('Jobs');
const arrays = routesOf('Arrays');
const workflows = routesOf('Workflows');
const schedules = routesOf('Schedules');

export const jobRoutes = [
  jobs.get('/jobs', 'jobs'),
  jobs.post('/jobs', 'submitJob', { status: 201, location: '/jobs/{id}' }),
  jobs.post('/jobs/batch', 'submitJobs'),
  jobs.post('/jobs/cancel', 'cancelJobs'),
  jobs.post('/jobs/approve', 'approveJobs'),
  jobs.post('/jobs/reject', 'rejectJobs'),
  jobs.post('/jobs/delete', 'deleteJobs'),
  jobs.get('/jobs/{id}', 'job', { without: ['externalId', 'project'] }),
  jobs.get('/projects/{id:project}/jobs/{externalId}', 'job', { without: ['id'] }),
  jobs.delete('/jobs/{id:jobId}', 'deleteJob', { status: 204 }),
  jobs.post('/jobs/{id:jobId}/cancel', 'cancelJob', { status: 202 }),
  jobs.post('/jobs/{id:jobId}/approve', 'approveJob'),
  jobs.post('/jobs/{id:jobId}/reject', 'rejectJob'),
  jobs.get('/jobs/{id:jobId}/pending', 'whyPending'),
  jobs.get('/jobs/{id}/logs', 'job.logs', {
    live: 'jobLogs',
    liveArgument: 'job',
    text: true,
    backward: true,
    without: ['externalId', 'project'],
  }),
  jobs.get('/jobs/{id}/logs/raw', 'job.logs', {
    download: true,
    backward: true,
    internal: ['after', 'at', 'before', 'first', 'last'],
    without: ['externalId', 'project'],
  }),
  jobs.get('/jobs/{id:job}/logs/search', 'logSearch'),
  jobs.get('/jobs/{id}/metrics', 'job.metrics', {
    live: 'jobMetrics',
    liveArgument: 'job',
    without: ['externalId', 'project'],
  }),
  jobs.get('/jobs/{id:job}/events', 'jobEvents', {
    live: 'jobEvents',
    streamOnly: true,
    without: ['project'],
  }),
  jobs.get('/events', 'jobEvents', { live: 'jobEvents', streamOnly: true }),

  arrays.post('/arrays', 'submitArray', { status: 201, location: '/arrays/{id}' }),
  arrays.get('/arrays/{id}', 'array'),
  arrays.get('/arrays/{id}/jobs', 'array.members'),
  arrays.post('/arrays/{id:arrayId}/cancel', 'cancelArray', { status: 202 }),

  workflows.get('/workflows', 'workflows'),
  workflows.post('/workflows', 'submitWorkflow', { status: 201, location: '/workflows/{id}' }),
  workflows.get('/workflows/{id}', 'workflow'),
  workflows.post('/workflows/{id:workflowId}/cancel', 'cancelWorkflow', { status: 202 }),
  workflows.post('/workflows/{id:workflowId}/rerun', 'rerunWorkflow', { status: 202 }),

  schedules.get('/schedules', 'schedules'),
  schedules.post('/schedules', 'createSchedule', { status: 201, location: '/schedules/{id}' }),
  schedules.get('/schedules/{id}', 'schedule'),
  schedules.patch('/schedules/{id:scheduleId}', 'updateSchedule'),
  schedules.delete('/schedules/{id:scheduleId}', 'deleteSchedule'),
  schedules.post('/schedules/{id:scheduleId}/pause', 'pauseSchedule'),
  schedules.post('/schedules/{id:scheduleId}/resume', 'resumeSchedule'),
];
