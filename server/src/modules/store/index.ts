import { defineModule } from '../../core/module';
import { storeCodeRoutes } from './code-routes';
import { Store, StoreCode, StoreCustomer, StoreJoin, StorePerson, StoreRegion, StoreSheet, StoreVisit, StoreWay } from './entity';
import { storeNumbersExport } from './export-kind';
import { moveCount } from './hand-over';
import { storeJobs } from './jobs';
import { storeCodeKind } from './kind';
import { myStoreRoutes } from './mine';
import { nearbyRoutes } from './nearby-routes';
import { storeNumberRoutes } from './numbers-routes';
import { storePages } from './page';
import { storePersonalData } from './personal';
import { storeRoutes } from './routes';
import { tagUse } from './use';

export { staffOfStoreAims, storeAims } from './aim';
export { visibleCode as visibleStoreCode } from './code';
export { tencentGeocoder } from './geocode';
export { storeCodeNames, storeOfWay } from './names';
export { StorePlaces } from './places';
export { sightOf as storeSightOf, storeMates, visibleStore } from './reach';
export { regionRefs } from './region';
export { storesByIds } from './service';
export { StoreVisit } from './entity';

export const store = defineModule({
  name: 'store', entities: [Store, StoreRegion, StorePerson, StoreCode, StoreWay, StoreVisit, StoreCustomer, StoreJoin, StoreSheet],
  routes: [storeRoutes, storeCodeRoutes, storeNumberRoutes, nearbyRoutes, myStoreRoutes], pages: storePages, codeKinds: [storeCodeKind], jobs: storeJobs, uses: [tagUse], exportKinds: [storeNumbersExport],
  handOver: { name: 'store', move: moveCount }, personalData: storePersonalData,
});
