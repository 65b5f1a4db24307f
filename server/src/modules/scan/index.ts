import { defineModule } from '../../core/module';
import { Scan } from './entity';
import { codePage } from './page';
import { scanPersonalData } from './personal';

export { Scan } from './entity';
export { knowVisitor } from './know';
export { Scans, type NewScan } from './record';
export { knownVisitor, newVisitor, visitorOf } from './visitor';

export const scan = defineModule({ name: 'scan', entities: [Scan], pages: [codePage], personalData: scanPersonalData });
