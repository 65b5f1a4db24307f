import type { ComponentType } from 'react';
import type { RouteObject } from 'react-router-dom';
import { App } from 'antd';
import { createBrowserRouter, Outlet } from 'react-router-dom';
import { Broken, Missing } from './Broken';
import { Gate } from './Gate';
import { Home } from './Home';
import { Shell } from './Shell';

/** Each page is its own chunk, loaded when one goes there. */
function page<N extends string>(path: string, name: N, load: () => Promise<Record<N, ComponentType>>, children?: RouteObject[]): RouteObject {
  return { path, children, lazy: async () => ({ Component: (await load())[name] }) };
}

/** Inside of the router and the query client: what a message or a question shows may hold links and ask the server. */
function Notices() {
  return <App message={{ maxCount: 3 }} style={{ height: '100%' }}><Outlet /></App>;
}

export const router = createBrowserRouter([
  {
    element: <Notices />,
    errorElement: <Broken />,
    HydrateFallback: () => null,
    children: [
      page('/sign-in', 'SignInPage', () => import('../features/session/SignInPage')),
      page('/choose', 'ChoosePage', () => import('../features/session/ChoosePage')),
      {
        element: <Gate><Shell /></Gate>,
        children: [{
          errorElement: <Broken />,
          children: [
            { index: true, element: <Home /> },
            page('/live-codes', 'LiveCodesPage', () => import('../features/live-code/LiveCodesPage'), [
              page(':id', 'LiveCodeDrawer', () => import('../features/live-code/LiveCodeDrawer')),
            ]),
            page('/live-codes/new', 'NewLiveCodePage', () => import('../features/live-code/EditorPages')),
            page('/live-codes/:id/edit', 'EditLiveCodePage', () => import('../features/live-code/EditorPages')),
            page('/group-codes', 'GroupCodesPage', () => import('../features/group-code/GroupCodesPage')),
            page('/group-codes/new', 'NewGroupCodePage', () => import('../features/group-code/EditorPages')),
            page('/group-codes/:id', 'GroupCodePage', () => import('../features/group-code/GroupCodePage')),
            page('/group-codes/:id/edit', 'EditGroupCodePage', () => import('../features/group-code/EditorPages')),
            page('/group-invites', 'GroupInvitesPage', () => import('../features/group-invite/GroupInvitesPage')),
            page('/group-invites/new', 'NewInvitePage', () => import('../features/group-invite/NewInvitePage')),
            page('/group-invites/:id', 'InvitePage', () => import('../features/group-invite/InvitePage')),
            page('/acquisition', 'LinksPage', () => import('../features/acquisition/LinksPage')),
            page('/acquisition/:id', 'LinkPage', () => import('../features/acquisition/LinkPage')),
            page('/code-numbers', 'CodeNumbersPage', () => import('../features/code-numbers/CodeNumbersPage')),
            page('/code-batches', 'BatchesPage', () => import('../features/code-batch/BatchesPage')),
            page('/code-batches/:id', 'BatchPage', () => import('../features/code-batch/BatchPage')),
            page('/red-packets', 'RedPacketsPage', () => import('../features/red-packet/RedPacketsPage')),
            page('/stores', 'StoresPage', () => import('../features/store/StoresPage')),
            page('/stores/new', 'NewStorePage', () => import('../features/store/StoreEditorPages')),
            page('/stores/:id', 'EditStorePage', () => import('../features/store/StoreEditorPages')),
            page('/store-codes', 'StoreCodesPage', () => import('../features/store/StoreCodesPage'), [
              page(':id', 'StoreCodeDrawer', () => import('../features/store/StoreCodeDrawer')),
            ]),
            page('/store-numbers', 'StoreNumbersPage', () => import('../features/store/StoreNumbersPage')),
            page('/customers', 'CustomersPage', () => import('../features/customer/CustomersPage')),
            page('/customers/:id', 'CustomerPage', () => import('../features/customer/CustomerPage')),
            page('/imports', 'ImportsPage', () => import('../features/import/ImportsPage')),
            page('/imports/new', 'NewImportPage', () => import('../features/import/NewImportPage')),
            page('/imports/:id', 'ImportPage', () => import('../features/import/ImportPage')),
            page('/stage-overview', 'OverviewPage', () => import('../features/stage/OverviewPage')),
            page('/stages', 'StagesPage', () => import('../features/stage/StagesPage')),
            page('/notes', 'NotesPage', () => import('../features/note/NotesPage')),
            page('/transfers', 'TransfersPage', () => import('../features/transfer/TransfersPage')),
            page('/transfers/new', 'NewTransferPage', () => import('../features/transfer/NewTransferPage')),
            page('/transfers/leavers/:staffId', 'LeaverPage', () => import('../features/transfer/LeaverPage')),
            page('/transfers/:id', 'TransferPage', () => import('../features/transfer/TransferPage')),
            page('/losses', 'LossesPage', () => import('../features/transfer/LossesPage')),
            page('/groups', 'GroupsPage', () => import('../features/group-chat/GroupsPage')),
            page('/groups/:id', 'GroupPage', () => import('../features/group-chat/GroupPage')),
            page('/group-tags', 'GroupTagsPage', () => import('../features/group-chat/GroupTagsPage')),
            page('/same-person', 'SuggestionsPage', () => import('../features/customer/SuggestionsPage')),
            page('/welcome', 'WelcomePage', () => import('../features/welcome/WelcomePage'), [
              { index: true, lazy: async () => ({ Component: (await import('../features/welcome/SentPage')).SentPage }) },
              page('rules', 'RulesPage', () => import('../features/welcome/RulesPage')),
              page('staff', 'StaffRulesPage', () => import('../features/welcome/StaffRulesPage')),
              page('simulator', 'SimulatorPage', () => import('../features/welcome/SimulatorPage')),
              page('by-hand', 'ByHandPage', () => import('../features/welcome/ByHandPage')),
              page('conflicts', 'ConflictsPage', () => import('../features/welcome/ConflictsPage')),
              page('groups', 'GroupWelcomesPage', () => import('../features/welcome/GroupWelcomesPage')),
            ]),
            page('/welcome/rules/new', 'NewRulePage', () => import('../features/welcome/RuleEditorPages')),
            page('/welcome/rules/:id', 'EditRulePage', () => import('../features/welcome/RuleEditorPages')),
            page('/welcome/groups/new', 'NewGroupWelcomePage', () => import('../features/welcome/GroupEditorPages')),
            page('/welcome/groups/:id', 'EditGroupWelcomePage', () => import('../features/welcome/GroupEditorPages')),
            page('/tags', 'TagsPage', () => import('../features/tag/TagsPage')),
            page('/fields', 'FieldsPage', () => import('../features/field/FieldsPage'), [
              page(':id', 'FieldDrawer', () => import('../features/field/FieldDrawer')),
            ]),
            page('/lead-sources', 'SourcesPage', () => import('../features/field/SourcesPage')),
            page('/data-quality', 'QualityPage', () => import('../features/field/QualityPage')),
            page('/tasks', 'TasksPage', () => import('../features/task/TasksPage'), [
              page(':id', 'TaskDrawer', () => import('../features/task/TaskDrawer')),
            ]),
            page('/exports', 'ExportsPage', () => import('../features/export/ExportsPage')),
            page('/staff', 'StaffPage', () => import('../features/org/StaffPage')),
            page('/work-days', 'WorkDaysPage', () => import('../features/work-day/WorkDaysPage')),
            page('/corps', 'CorpsPage', () => import('../features/corp/CorpsPage')),
            page('/corps/connect', 'ConnectPage', () => import('../features/corp/ConnectPage')),
            page('/customers/:id/privacy', 'CustomerPrivacyPage', () => import('../features/privacy/CustomerPrivacyPage')),
            page('/privacy/requests', 'RequestsPage', () => import('../features/privacy/RequestsPage'), [
              page(':id', 'RequestDrawer', () => import('../features/privacy/RequestDrawer')),
            ]),
            page('/privacy/erasures', 'ErasuresPage', () => import('../features/privacy/ErasuresPage')),
            page('/privacy/consents', 'ConsentsPage', () => import('../features/privacy/ConsentsPage')),
            page('/system/callbacks', 'CallbacksPage', () => import('../features/system/CallbacksPage'), [
              page(':id', 'CallbackDrawer', () => import('../features/system/CallbackDrawer')),
            ]),
            page('/system/jobs', 'JobsPage', () => import('../features/system/JobsPage')),
            page('/system/wecom', 'WecomPage', () => import('../features/system/WecomPage')),
            page('/system/conversions', 'ConversionsPage', () => import('../features/system/ConversionsPage')),
            page('/system/doctor', 'DoctorPage', () => import('../features/system/DoctorPage')),
            page('/system/access', 'AccessPage', () => import('../features/access/AccessPage'), [
              { index: true, lazy: async () => ({ Component: (await import('../features/access/PeoplePage')).PeoplePage }) },
              page('roles', 'RolesPage', () => import('../features/access/RolesPage')),
              page('delegations', 'DelegationsPage', () => import('../features/access/DelegationsPage')),
              page('accounts', 'AccountsPage', () => import('../features/access/AccountsPage')),
            ]),
            page('/system/sessions', 'SessionsPage', () => import('../features/session/SessionsPage')),
            page('/system/sign-ins', 'SignInsPage', () => import('../features/session/SignInsPage')),
            page('/system/audit', 'AuditPage', () => import('../features/audit/AuditPage'), [
              page(':id', 'AuditDrawer', () => import('../features/audit/AuditDrawer')),
            ]),
            page('/system/licence', 'LicencePage', () => import('../features/licence/LicencePage')),
            page('/me', 'MinePage', () => import('../features/session/MinePage')),
            { path: '*', element: <Missing /> },
          ],
        }],
      },
    ],
  },
], { basename: '/admin' });
