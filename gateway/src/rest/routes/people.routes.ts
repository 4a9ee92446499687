import { routesOf } from '../route.js';

const session = routesOf('Session');
const users = routesOf('Users');
const projects = routesOf('Projects');

export const peopleRoutes = [
  session.post('/session', 'login', { passwordForm: true, session: 'start' }),
  session.post('/session/refresh', 'refresh', { session: 'refresh' }),
  session.delete('/session', 'logout', { body: true, session: 'end' }),
  session.get('/sessions', 'sessions'),
  session.delete('/sessions/{id:sessionId}', 'revokeSession'),
  session.get('/device-logins/{userCode}', 'deviceLogin'),
  session.post('/device-logins/{userCode}/approve', 'approveDeviceLogin'),
  session.post('/device-logins/{userCode}/deny', 'denyDeviceLogin'),
  session.get('/me', 'viewer'),
  session.patch('/me', 'updateProfile'),
  session.get('/me/preferences', 'viewer.preferences'),
  session.patch('/me/preferences', 'updatePreferences', { bodyOf: 'preferences' }),
  session.post('/me/password', 'changePassword'),
  session.get('/tokens', 'apiTokens'),
  session.post('/tokens', 'createApiToken', { status: 201 }),
  session.delete('/tokens/{id:tokenId}', 'revokeApiToken'),

  users.get('/users', 'users'),
  users.post('/users', 'register', { status: 201, location: '/users/{user.id}', session: 'start' }),
  users.get('/users/{id}', 'node:User'),
  users.post('/users/{id:userId}/activate', 'activateUser'),
  users.post('/users/{id:userId}/suspend', 'suspendUser'),
  users.put('/users/{id:userId}/role', 'setRole'),
  users.delete('/users/{id:userId}', 'deleteUser'),

  projects.get('/projects', 'projects'),
  projects.post('/projects', 'createProject', { status: 201, location: '/projects/{id}' }),
  projects.get('/projects/{id}', 'node:Project'),
  projects.post('/projects/{id:projectId}/archive', 'archiveProject'),
  projects.post('/projects/{id:projectId}/members', 'addMember'),
  projects.delete('/projects/{id:projectId}/members/{user:userId}', 'removeMember', { status: 200 }),
];
