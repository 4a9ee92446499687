import { routesOf } from '../route.js';

const reservations = routesOf('Reservations');
const requests = routesOf('Requests');
const waitlist = routesOf('Waiting list');
const maintenance = routesOf('Maintenance');
const feeds = routesOf('Calendar feeds');

export const reservationRoutes = [
  reservations.get('/reservations', 'reservations'),
  reservations.post('/reservations', 'reserve', { status: 201, location: '/reservations/{reservation.id}' }),
  reservations.get('/reservations/{id}', 'reservation'),
  reservations.patch('/reservations/{id:reservationId}', 'changeReservation'),
  reservations.post('/reservations/{id:reservationId}/extend', 'extendReservation'),
  reservations.post('/reservations/{id:reservationId}/release', 'releaseReservation'),
  reservations.post('/reservations/{id:reservationId}/cancel', 'cancelReservation'),
  reservations.get('/availability', 'availability'),
  reservations.get('/pools/{id:pool}/calendar', 'calendar', { live: 'calendarChanged' }),

  requests.get('/requests', 'requests'),
  requests.post('/requests', 'requestGpus', { status: 201, location: '/requests/{id}' }),
  requests.post('/requests/decide', 'decideRequests'),
  requests.get('/requests/{id}', 'gpuRequest'),
  requests.post('/requests/{id:requestId}/withdraw', 'withdrawRequest'),

  waitlist.get('/pools/{id:pool}/waitlist', 'waitlist'),
  waitlist.post('/waitlist', 'joinWaitlist', { status: 201 }),
  waitlist.delete('/waitlist/{id:entryId}', 'leaveWaitlist'),
  waitlist.post('/waitlist/{id:entryId}/offers/{offer:offerId}/accept', 'acceptOffer'),
  waitlist.post('/waitlist/{id:entryId}/offers/{offer:offerId}/decline', 'declineOffer'),

  maintenance.get('/maintenance', 'maintenanceWindows'),
  maintenance.post('/maintenance', 'setMaintenance', { status: 201 }),
  maintenance.get('/maintenance/{id}', 'node:Maintenance'),
  maintenance.delete('/maintenance/{id:maintenanceId}', 'cancelMaintenance', { status: 200 }),

  feeds.get('/calendar-feeds', 'calendarFeeds'),
  feeds.post('/calendar-feeds', 'createCalendarFeed', { status: 201 }),
  feeds.delete('/calendar-feeds/{id:feedId}', 'revokeCalendarFeed', { status: 204 }),
];
