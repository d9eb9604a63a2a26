// The one table of pages.
import { IconFileText, IconFlask, IconHome, IconInbox, IconSettings, IconUsers, type TablerIcon } from '@tabler/icons-react';
import { lazy, type ComponentType } from 'react';
import type { Brand } from '../api/client';

/** PageProps is what every page gets: whose data, and the number behind the page's name (test/3). */
export type PageProps = { brand: Brand; id: number | undefined };

export type Route = { page: string; name: string; key: string; icon: TablerIcon; component: ComponentType<PageProps> };

export const routes: Route[] = [
  { page: 'home', name: 'Home', key: '1', icon: IconHome, component: lazy(() => import('../pages/home/HomePage')) },
  { page: 'inbox', name: 'Inbox', key: '2', icon: IconInbox, component: lazy(() => import('../pages/inbox/InboxPage')) },
  { page: 'creators', name: 'Creators', key: '3', icon: IconUsers, component: lazy(() => import('../pages/creators/CreatorsPage')) },
  { page: 'test', name: 'Test', key: '4', icon: IconFlask, component: lazy(() => import('../pages/test/TestRoute')) },
  { page: 'reports', name: 'Reports', key: '5', icon: IconFileText, component: lazy(() => import('../pages/reports/ReportsPage')) },
];

export const settingsRoute: Route = { page: 'settings', name: 'Settings', key: '6', icon: IconSettings, component: lazy(() => import('../pages/settings/SettingsPage')) };
export const WelcomePage = lazy(() => import('../pages/welcome/WelcomePage'));
