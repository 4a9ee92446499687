import { routesOf } from '../route.js';

const billing = routesOf('Billing');
const audit = routesOf('Audit');
const simulation = routesOf('Simulation');
const operations = routesOf('Operations');
const search = routesOf('Search');

export const accountingRoutes = [
  search.get('/search', 'search'),
  billing.get('/prices', 'prices'),
  billing.post('/prices', 'setPrice', { status: 201 }),
  billing.get('/charges', 'charges'),
  billing.get('/usage', 'usage'),

  audit.get('/history/{id}', 'history'),

  simulation.post('/simulations', 'simulate'),

  operations.get('/services/{service}/processes', 'processes'),
  operations.get('/services/{service}/parked', 'parked'),
  operations.post('/services/{service}/parked/{id}/replay', 'replayParked'),
  operations.delete('/services/{service}/parked/{id}', 'dropParked', { status: 200 }),
];
