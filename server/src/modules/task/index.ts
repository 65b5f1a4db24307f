import { defineModule } from '../../core/module';
import { Task, TaskItem } from './entity';
import { taskPersonalData } from './personal';
import { taskRoutes } from './routes';
import { runJob } from './run';

export { actorOf, reachOfStarter, starterOf } from './starter';
export { Task } from './entity';
export { presentTask } from './routes';
export { startTask } from './service';

export const task = defineModule({ name: 'task', entities: [Task, TaskItem], routes: [taskRoutes], jobs: [runJob], personalData: taskPersonalData });
