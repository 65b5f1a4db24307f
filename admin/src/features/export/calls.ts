import type { ExportKindName } from '@scrm/shared/export';
import type { CallName } from '../../api';

/** By which call each kind is begun: who may make it may make it again. */
export const exportCalls = {
  customer: 'exports.customers', storeNumbers: 'storeNumbers.export', redPacket: 'redPackets.export', codeNumbers: 'codeNumbers.export', groupNumbers: 'codeNumbers.exportGroups', waiting: 'waiting.export',
} satisfies Record<ExportKindName, CallName>;
