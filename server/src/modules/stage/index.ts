import { defineModule } from '../../core/module';
import { CustomerStage, Stage, StageFlow, StageMove, StageTemplate } from './entity';
import { stageJobs } from './jobs';
import { stagePersonalData } from './personal';
import { stageRoutes } from './routes';
import { stageMany } from './task-kinds';

export { CustomerStage } from './entity';
export { foresee, type Foreseen } from './foresee';
export { readPlan, type Plan } from './template';
export { moveOne, moveStage, type AutomaticMove, type MoveInput } from './move';
export { stageNamesOf } from './present';
export { standingsOf } from './standings';

export const stage = defineModule({
  name: 'stage', entities: [StageTemplate, Stage, StageFlow, CustomerStage, StageMove], routes: [stageRoutes], jobs: stageJobs, taskKinds: [stageMany], personalData: stagePersonalData,
});
