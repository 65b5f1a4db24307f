import { defineModule } from '../../core/module';
import { AuditEntry, AuditHead, AuditObject, AuditOpen } from './entity';
import { closeOpen } from './jobs';
import { auditPersonalData } from './personal';
import { auditRoutes } from './routes';

export { createTrail } from './trail';

export const audit = defineModule({ name: 'audit', entities: [AuditEntry, AuditObject, AuditOpen, AuditHead], routes: [auditRoutes], jobs: [closeOpen], personalData: auditPersonalData });
