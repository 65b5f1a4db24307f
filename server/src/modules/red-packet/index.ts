import { defineModule } from '../../core/module';
import { contextOf, secretColumns } from './account';
import { RedPacket, RedPacketAccount, RedPacketName, RedPacketRule } from './entity';
import { redPacketExport } from './export-kind';
import { redPacketJobs } from './jobs';
import { redPacketPersonalData } from './personal';
import { redPacketRoutes } from './routes';
import './services';

export const redPacket = defineModule({
  name: 'red-packet', entities: [RedPacketAccount, RedPacketRule, RedPacket, RedPacketName], routes: [redPacketRoutes], jobs: redPacketJobs, exportKinds: [redPacketExport], personalData: redPacketPersonalData,
  sealed: secretColumns.map((column) => ({ table: 'red_packet_account', column, context: () => contextOf(column) })),
});
