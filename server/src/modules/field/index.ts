import { defineModule } from '../../core/module';
import { CustomerField, CustomerFieldOption, CustomerLeadSource, Field, FieldChange, FieldQuarantine, FieldReveal, FieldUse, LeadSource } from './entity';
import { fieldFiles } from './files';
import { fieldJobs } from './jobs';
import { fieldPersonalData } from './personal';
import { qualityRoutes } from './quality-routes';
import { fieldRoutes } from './routes';
import { sourceRoutes } from './source-routes';
import { sealedColumns } from './stored';

export { canEdit, canReveal, canSee, viewerOf, visibleFields, type Viewer } from './access';
export { useFields } from './define';
export { Field } from './entity';
export { askField, customerIdsByPhone, type AskedField } from './filter';
export { customersByValues, heldValues } from './held';
export { offerValue } from './outside';
export { assignSource, findSource, getSource, leadSourceFamily, leadSourceNamesOf, leadSourcesOf, sourceFinder } from './source';
export { isSame, type Said } from './stored';
export { fieldCells, type FieldCell } from './cells';
export { recordReveal } from './past';
export { numbersOf } from './sum';
export { emptyFields, readValues, setValues, type Teller, type ValueOrder } from './values';

export const field = defineModule({
  name: 'field',
  entities: [Field, CustomerField, CustomerFieldOption, FieldChange, FieldQuarantine, FieldReveal, FieldUse, LeadSource, CustomerLeadSource],
  routes: [fieldRoutes, sourceRoutes, qualityRoutes],
  jobs: fieldJobs,
  sealed: sealedColumns,
  personalData: fieldPersonalData,
  fileKeeper: fieldFiles,
});
