// The one table of pages.
import { IconFileText, IconFlask, IconHome, IconInbox, IconSettings, IconUsers, type TablerIcon } from '@tabler/icons-react';
import { lazy, type ComponentType } from 'react';
import type { Brand } from '../api/client';
import { Gone } from '../ui/Gone';

/** PageProps is what every page gets: whose data, and the number behind the page's name (test/3). */
export type PageProps = { brand: Brand; id: number | undefined };

export type Route = { page: string; name: string; key: string; icon: TablerIcon; component: ComponentType<PageProps> };

type Loaded<P> = { default: ComponentType<P> };

/** opened is a page that is fetched when it is first shown, or says why it cannot be. */
const opened = <P>(load: () => Promise<Loaded<P>>) => lazy((): Promise<Loaded<P>> => load().catch(() => ({ default: Gone })));

export const routes: Route[] = [
  { page: 'home', name: 'Home', key: '1', icon: IconHome, component: opened(() => import('../pages/home/HomePage')) },
  { page: 'inbox', name: 'Inbox', key: '2', icon: IconInbox, component: opened(() => import('../pages/inbox/InboxPage')) },
  { page: 'creators', name: 'Creators', key: '3', icon: IconUsers, component: opened(() => import('../pages/creators/CreatorsPage')) },
  { page: 'test', name: 'Test', key: '4', icon: IconFlask, component: opened(() => import('../pages/test/TestRoute')) },
  { page: 'reports', name: 'Reports', key: '5', icon: IconFileText, component: opened(() => import('../pages/reports/ReportsPage')) },
];

export const settingsRoute: Route = { page: 'settings', name: 'Settings', key: '6', icon: IconSettings, component: opened(() => import('../pages/settings/SettingsPage')) };
export const WelcomePage = opened(() => import('../pages/welcome/WelcomePage'));
