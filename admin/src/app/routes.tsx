import type { ComponentType } from 'react';
import type { RouteObject } from 'react-router-dom';
import { createBrowserRouter } from 'react-router-dom';
import { Broken, Missing } from './Broken';
import { Gate } from './Gate';
import { Home } from './Home';
import { Shell } from './Shell';

/** Each page is its own chunk, loaded when one goes there. */
function page<N extends string>(path: string, name: N, load: () => Promise<Record<N, ComponentType>>, children?: RouteObject[]): RouteObject {
  return { path, children, lazy: async () => ({ Component: (await load())[name] }) };
}

export const router = createBrowserRouter([
  {
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
            page('/customers', 'CustomersPage', () => import('../features/customer/CustomersPage')),
            page('/customers/:id', 'CustomerPage', () => import('../features/customer/CustomerPage')),
            page('/groups', 'GroupsPage', () => import('../features/group-chat/GroupsPage')),
            page('/groups/:id', 'GroupPage', () => import('../features/group-chat/GroupPage')),
            page('/group-tags', 'GroupTagsPage', () => import('../features/group-chat/GroupTagsPage')),
            page('/same-person', 'SuggestionsPage', () => import('../features/customer/SuggestionsPage')),
            page('/welcome', 'WelcomePage', () => import('../features/welcome/WelcomePage')),
            page('/tags', 'TagsPage', () => import('../features/tag/TagsPage')),
            page('/staff', 'StaffPage', () => import('../features/org/StaffPage')),
            page('/corps', 'CorpsPage', () => import('../features/corp/CorpsPage')),
            page('/corps/connect', 'ConnectPage', () => import('../features/corp/ConnectPage')),
            page('/system/callbacks', 'CallbacksPage', () => import('../features/system/CallbacksPage'), [
              page(':id', 'CallbackDrawer', () => import('../features/system/CallbackDrawer')),
            ]),
            page('/system/jobs', 'JobsPage', () => import('../features/system/JobsPage')),
            page('/system/wecom', 'WecomPage', () => import('../features/system/WecomPage')),
            page('/system/conversions', 'ConversionsPage', () => import('../features/system/ConversionsPage')),
            page('/system/doctor', 'DoctorPage', () => import('../features/system/DoctorPage')),
            { path: '*', element: <Missing /> },
          ],
        }],
      },
    ],
  },
], { basename: '/admin' });
