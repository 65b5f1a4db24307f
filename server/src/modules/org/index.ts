import { defineModule } from '../../core/module';
import { Department, Staff, StaffDepartment, StaffLabels } from './entity';
import { orgJobs } from './jobs';
import { orgRoutes } from './routes';

export { checkDepartments, departmentMates, departmentPath, departmentRefs, departmentsAbove, staffIdsOfDepartments, subtreeOf } from './department';
export { Staff, StaffDepartment } from './entity';
export { labelsOf } from './labels';
export { leadersOf } from './leaders';
export { isMemberRefused, readAnewOnRefusal } from './refused';
export { addToCustomerCount, ensureStaff, getStaff, refuseMembers, setCustomerCounts, staffByUserIds, staffDisplayName, staffRef, staffRefs, usableOfDepartment } from './staff';

export const org = defineModule({ name: 'org', entities: [Department, Staff, StaffDepartment, StaffLabels], routes: [orgRoutes], jobs: orgJobs });
