import type { ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import type { Positions } from '../graphql/positions.js';
import { sendProblem } from '../http/problem.js';
import { EventStream, frameOf } from './event-stream.js';
import type { AnswerType, BadRequest } from './http-request.js';
import { BERTH_AFTER } from './request-context.js';

/** Longer than any view lags; short, since a cookie outlives an installation that is set up anew. */
const COOKIE_SECONDS = 30;

export function tellPositions(response: ServerResponse, positions: Positions): void {
  const after = positions.toHeader();
  if (after === undefined) return;
  const cookie = `${BERTH_AFTER}=${after}; Path=/; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Lax`;
  response.setHeader(BERTH_AFTER, after);
  response.setHeader('set-cookie', cookie);
}

export function sendResult(response: ServerResponse, type: AnswerType, result: ExecutionResult): void {
  if (response.destroyed) return;
  const json = JSON.stringify(result);
  if (type === 'text/event-stream') {
    const events = new EventStream(response);
    events.open();
    void events.next(frameOf(json));
    return events.complete();
  }
  // What was not executed is the client's fault; those who only know application/json expect 200 all the same.
  const status = type === 'application/graphql-response+json' && result.data === undefined ? 400 : 200;
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(json),
    'cache-control': 'no-store',
  });
  response.end(json);
}

export function sendBadRequest(response: ServerResponse, { status, code, message, field }: BadRequest): void {
  if (status === 405) response.setHeader('allow', 'GET, POST');
  sendProblem(response, status, { title: code, detail: message, ...(field === undefined ? {} : { field }) });
}

export function sendPage(response: ServerResponse, page: string): void {
  // It brings its script along.
  response.removeHeader('content-security-policy');
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(page);
}
