import { Controller, Inject } from '@nestjs/common';
import type { InputOf, ResultOf } from '@berth/contracts/define';
import {
  logsQuery,
  metricsQuery,
  progressQuery,
  searchLogsQuery,
} from '@berth/contracts/telemetry/operations';
import { ok } from '@berth/kernel/result';
import { Operation, type Call, type Reply } from '@berth/service-host/operation';
import { LogQueries } from './log.queries.js';
import { LogSearchQueries } from './log-search.queries.js';

@Controller()
export class LogController {
  constructor(
    @Inject(LogQueries) private readonly queries: LogQueries,
    @Inject(LogSearchQueries) private readonly searches: LogSearchQueries,
  ) {}

  @Operation(logsQuery)
  async logs({ input, identity }: Call<InputOf<typeof logsQuery>>): Reply<ResultOf<typeof logsQuery>> {
    return ok({ result: await this.queries.logs(identity, input) });
  }

  @Operation(searchLogsQuery)
  async search({
    input,
    identity,
  }: Call<InputOf<typeof searchLogsQuery>>): Reply<ResultOf<typeof searchLogsQuery>> {
    return ok({ result: await this.searches.search(identity, input) });
  }

  @Operation(metricsQuery)
  async metrics({
    input,
    identity,
  }: Call<InputOf<typeof metricsQuery>>): Reply<ResultOf<typeof metricsQuery>> {
    return ok({ result: await this.queries.metrics(identity, input) });
  }

  @Operation(progressQuery)
  async progress({
    input,
    identity,
  }: Call<InputOf<typeof progressQuery>>): Reply<ResultOf<typeof progressQuery>> {
    return ok({ result: await this.queries.progress(identity, input) });
  }
}
