import 'reflect-metadata';
import { RpcServer } from '@berth/bus/rpc-server';
import type { ServiceName } from '@berth/contracts/services';
import { defined } from '@berth/kernel/defined';
import { Module, type DynamicModule, type Type, type RpcExceptionFilter } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { throwError, type Observable } from 'rxjs';
import { CommandKeys } from './command-keys.js';
import type { BaseConfig } from './config.js';
import type { Foundation } from './foundation.js';
import { historyController, type ServiceInternals } from './history.controller.js';
import { nestLogger, outagesOf } from './log.js';
import type { ServiceParts } from './platform.js';
import { tokenVerifier } from './token-verifier.js';
import { BerthTransport } from './transport.js';

/** Passes an error out of Nest unchanged: the bus logs it with its trace id, and shows callers only that id. */
export class UnexpectedErrorFilter implements RpcExceptionFilter {
  catch(exception: unknown): Observable<never> {
    return throwError(() => exception);
  }
}

/** For callers, to whom the failing store makes no difference. */
const STORE_UNAVAILABLE = 'a store of the service is temporarily unavailable; try again';

/** Takes requests until it is closed; closing answers those that are being handled. */
export interface Requests {
  close(): Promise<void>;
}

/** Resolves when requests find the service: the server has its subscriptions by then. */
export async function takeRequests<C extends BaseConfig>(
  service: ServiceName,
  { platform, metrics, tracing }: Foundation<C>,
  parts: ServiceParts,
  internals: ServiceInternals,
): Promise<Requests> {
  const { bus, log, vault, clock, store, config, rpc, processes, waitForViews } = platform;
  const server = new RpcServer({
    bus,
    service,
    onError: (error, context) => log.error({ err: error, ...context }, 'a call failed'),
    explain: (error) => (outagesOf(log).covers(error) ? STORE_UNAVAILABLE : undefined),
  });
  const transport = new BerthTransport({
    server,
    verifier: tokenVerifier(config, parts, rpc),
    vault,
    clock,
    commandKeys: await CommandKeys.open(processes),
    waitForViews,
    durations: metrics.durations,
    ...defined({ tracing }),
  });
  const history = historyController(service, store, internals, parts);
  const app = await NestFactory.createMicroservice(withHistory(parts.module, history), {
    strategy: transport,
    logger: nestLogger(log),
    abortOnError: false,
  });
  app.useGlobalFilters(new UnexpectedErrorFilter());
  await app.listen();
  await bus.nc.flush();
  return app;
}

/** Every service serves its history and its parked messages, in addition to its own operations. */
function withHistory(own: Type | DynamicModule, history: Type): DynamicModule {
  @Module({})
  class ServiceModule {}
  return { module: ServiceModule, imports: [own], controllers: [history] };
}
