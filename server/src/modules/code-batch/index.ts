import { defineModule } from '../../core/module';
import { CodeBatch, CodeBatchRow } from './entity';
import { batchRoutes } from './routes';
import { batchTask } from './task-kind';

export const codeBatch = defineModule({ name: 'code-batch', entities: [CodeBatch, CodeBatchRow], routes: [batchRoutes], taskKinds: [batchTask] });
