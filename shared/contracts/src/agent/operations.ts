import { defineAgentOperation } from '../define.js';
import {
  deviceError,
  goodbye,
  heartbeat,
  hello,
  reconcile,
  runReport,
  type ReconcileResult,
} from './messages.js';

/** What agents ask of the services. */
export const agentHello = defineAgentOperation()('inventory', 'hello', hello);
/** Refused with INVALID_STATE where the host is not counted as online: say hello again. */
export const agentHeartbeat = defineAgentOperation()('inventory', 'heartbeat', heartbeat);
export const agentGoodbye = defineAgentOperation()('inventory', 'goodbye', goodbye);
export const agentDeviceError = defineAgentOperation()('inventory', 'deviceError', deviceError);
export const agentRunReport = defineAgentOperation()('scheduler', 'report', runReport);
export const agentReconcile = defineAgentOperation<ReconcileResult>()('scheduler', 'reconcile', reconcile);
