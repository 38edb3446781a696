import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  notFound,
  Outlet,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import { ApiError } from '@casewire/client';
import { tenantPages } from '@casewire/dashboard-pages';
import { environments } from '../api/types.ts';
import { attentionOfAll } from '../attention/queries.ts';
import { readAuditSearch, readOperatorAuditSearch } from '../audit/audit-search.ts';
import { readEventSearch, readRejectedSearch } from '../events/event-search.ts';
import { readFailureSearch } from '../failures/failure-search.ts';
import { readFindSearch } from '../find/find-search.ts';
import { readInvocationSearch } from '../invocations/invocation-search.ts';
import { environmentToOpen } from '../operator/environment-to-open.ts';
import { OperatorShell } from '../operator/operator-shell.tsx';
import { readTenantSearch } from '../operator/tenant-search.ts';
import { EnterPage } from '../session/enter-page.tsx';
import {
  enterFrame,
  FrameEnterPage,
  FrameRefusedPage,
  FrameSignedOutPage,
} from '../session/frame-entrance.tsx';
import { homeOf, sessionQuery, type Session } from '../session/session.ts';
import { SignInPage } from '../session/sign-in-page.tsx';
import { FailurePage, NotFoundPage, PendingPage } from '../shell/pages.tsx';
import { readRangeSearch } from '../statistics/ranges.ts';
import { readTimeSearch } from '../time/zone.ts';
import { TenantFrame } from '../view/tenant-frame.tsx';
import { readWebhookSearch } from '../webhooks/webhook-search.ts';
import { EMBED_BASE, isEmbedded } from './embedded.ts';
import { lazyRouteComponent } from './lazy-route-component.ts';
import { POLL_MS } from './query-client.ts';
import { oneOf, parseSearch, pickSearch, stringifySearch } from './search.ts';

interface Context {
  readonly queryClient: QueryClient;
}

const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: NotFoundPage });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: isEmbedded ? FrameSignedOutPage : SignInPage,
  validateSearch: ({ next }: Record<string, unknown>): { next?: string } => (isOwnPath(next) ? { next } : {}),
});

const enter = createRoute({
  getParentRoute: () => root,
  path: '/enter',
  component: isEmbedded ? FrameEnterPage : EnterPage,
  beforeLoad: async ({ context }) => {
    if (isEmbedded) await enterFrame(context.queryClient);
  },
  errorComponent: ({ error }) => <FrameRefusedPage error={error} />,
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async ({ context, location }) => {
    throw redirect({ href: homeOf(await sessionOr(context.queryClient, location.href)), replace: true });
  },
});

/** Pages of the operator, which belong to no tenant. */
const operator = createRoute({
  getParentRoute: () => root,
  id: '_operator',
  component: OperatorShell,
  validateSearch: readTimeSearch,
  search: { middlewares: [retainSearchParams(['time'])] },
  beforeLoad: async ({ context, location }) => {
    const session = await sessionOr(context.queryClient, location.href);
    if (session.tenant !== null) throw notFound();
    return { session };
  },
});

const operatorOverview = createRoute({
  getParentRoute: () => operator,
  path: '/operator',
  component: lazyRouteComponent(() => import('../operator/operator-page.tsx'), 'OperatorPage'),
});

const tenants = createRoute({
  getParentRoute: () => operator,
  path: '/tenants',
  validateSearch: readTenantSearch,
  component: lazyRouteComponent(() => import('../operator/tenants-page.tsx'), 'TenantsPage'),
});

const access = createRoute({
  getParentRoute: () => operator,
  path: '/tenants/$tenant',
  component: lazyRouteComponent(() => import('../access/access-page.tsx'), 'AccessPage'),
});

const unassigned = createRoute({
  getParentRoute: () => operator,
  path: '/rejected',
  validateSearch: readRejectedSearch,
  component: lazyRouteComponent(() => import('../events/rejected-page.tsx'), 'UnassignedPage'),
});

const unassignedEvent = createRoute({
  getParentRoute: () => operator,
  path: '/rejected/$id',
  component: lazyRouteComponent(() => import('../events/rejected-event-page.tsx'), 'UnassignedEventPage'),
});

const operatorAudit = createRoute({
  getParentRoute: () => operator,
  path: '/audit',
  validateSearch: readOperatorAuditSearch,
  component: lazyRouteComponent(() => import('../operator/operator-audit-page.tsx'), 'OperatorAuditPage'),
});

const operatorSystem = createRoute({
  getParentRoute: () => operator,
  path: '/system',
  component: lazyRouteComponent(() => import('../system/system-page.tsx'), 'SystemPage'),
});

/** A tenant without an environment: leads to the one that needs a person. Where that cannot be read, to production. */
const ofTenant = createRoute({
  getParentRoute: () => root,
  path: '/t/$tenant',
  validateSearch: readTimeSearch,
  search: { middlewares: [retainSearchParams(['time'])] },
  beforeLoad: async ({ context: { queryClient }, location, params: { tenant }, search }) => {
    const session = await sessionOr(queryClient, location.href);
    if (session.tenant !== null && session.tenant.id !== tenant) throw notFound();
    if (session.tenant !== null) throw redirect({ href: homeOf(session), replace: true });
    const { items } = await queryClient
      .query({ ...attentionOfAll, staleTime: POLL_MS })
      .catch(() => ({ items: [] }));
    const environment = environmentToOpen(tenant, items);
    throw redirect({
      to: '/t/$tenant/$environment',
      params: { tenant, environment },
      search,
      replace: true,
    });
  },
});

/** Every page of a tenant names it and the environment in its address, so two tabs never share one by accident. */
const place = createRoute({
  getParentRoute: () => root,
  path: '/t/$tenant/$environment',
  component: TenantFrame,
  validateSearch: readTimeSearch,
  search: { middlewares: [retainSearchParams(['time'])] },
  beforeLoad: async ({ context, location, params }) => {
    const session = await sessionOr(context.queryClient, location.href);
    const environment = oneOf(environments, params.environment);
    const isOther = session.tenant !== null && session.tenant.id !== params.tenant;
    if (environment === undefined || isOther) throw notFound();
    return { session, place: { tenant: params.tenant, environment } };
  },
  notFoundComponent: NotFoundPage,
});

const overview = createRoute({
  getParentRoute: () => place,
  path: tenantPages.overview,
  validateSearch: readRangeSearch,
  component: lazyRouteComponent(() => import('../overview/overview-page.tsx'), 'OverviewPage'),
});

const webhooks = createRoute({
  getParentRoute: () => place,
  path: tenantPages.webhooks,
  validateSearch: readWebhookSearch,
  component: lazyRouteComponent(() => import('../webhooks/webhooks-page.tsx'), 'WebhooksPage'),
});

const webhook = createRoute({
  getParentRoute: () => place,
  path: tenantPages.webhook,
  validateSearch: readRangeSearch,
  component: lazyRouteComponent(() => import('../webhooks/webhook-page.tsx'), 'WebhookPage'),
});

const newWebhook = createRoute({
  getParentRoute: () => place,
  path: tenantPages.newWebhook,
  component: lazyRouteComponent(() => import('../webhooks/form/new-webhook-page.tsx'), 'NewWebhookPage'),
});

const editWebhook = createRoute({
  getParentRoute: () => place,
  path: tenantPages.editWebhook,
  component: lazyRouteComponent(() => import('../webhooks/form/edit-webhook-page.tsx'), 'EditWebhookPage'),
});

const invocations = createRoute({
  getParentRoute: () => place,
  path: tenantPages.invocations,
  validateSearch: readInvocationSearch,
  component: lazyRouteComponent(() => import('../invocations/invocations-page.tsx'), 'InvocationsPage'),
});

const invocation = createRoute({
  getParentRoute: () => place,
  path: tenantPages.invocation,
  validateSearch: (search: Record<string, unknown>) => pickSearch(search, ['attempt']),
  component: lazyRouteComponent(() => import('../invocations/invocation-page.tsx'), 'InvocationPage'),
});

const events = createRoute({
  getParentRoute: () => place,
  path: tenantPages.events,
  validateSearch: readEventSearch,
  component: lazyRouteComponent(() => import('../events/events-page.tsx'), 'EventsPage'),
});

const event = createRoute({
  getParentRoute: () => place,
  path: tenantPages.event,
  component: lazyRouteComponent(() => import('../events/event-page.tsx'), 'EventPage'),
});

const rejected = createRoute({
  getParentRoute: () => place,
  path: tenantPages.rejectedEvents,
  validateSearch: readRejectedSearch,
  component: lazyRouteComponent(() => import('../events/rejected-page.tsx'), 'RejectedPage'),
});

const rejectedEvent = createRoute({
  getParentRoute: () => place,
  path: tenantPages.rejectedEvent,
  component: lazyRouteComponent(() => import('../events/rejected-event-page.tsx'), 'RejectedEventPage'),
});

const failures = createRoute({
  getParentRoute: () => place,
  path: tenantPages.failures,
  validateSearch: readFailureSearch,
  component: lazyRouteComponent(() => import('../failures/failures-page.tsx'), 'FailuresPage'),
});

const failureGroup = createRoute({
  getParentRoute: () => place,
  path: tenantPages.failureGroup,
  component: lazyRouteComponent(() => import('../failures/failure-group-page.tsx'), 'FailureGroupPage'),
});

const replays = createRoute({
  getParentRoute: () => place,
  path: tenantPages.replays,
  component: lazyRouteComponent(() => import('../replays/replays-page.tsx'), 'ReplaysPage'),
});

const replay = createRoute({
  getParentRoute: () => place,
  path: tenantPages.replay,
  component: lazyRouteComponent(() => import('../replays/replay-page.tsx'), 'ReplayPage'),
});

const find = createRoute({
  getParentRoute: () => place,
  path: tenantPages.find,
  validateSearch: readFindSearch,
  component: lazyRouteComponent(() => import('../find/find-page.tsx'), 'FindPage'),
});

const audit = createRoute({
  getParentRoute: () => place,
  path: tenantPages.audit,
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('../audit/audit-page.tsx'), 'AuditPage'),
});

const inspector = createRoute({
  getParentRoute: () => place,
  path: tenantPages.inspector,
  validateSearch: (search: Record<string, unknown>) => pickSearch(search, ['inspector', 'request']),
  component: lazyRouteComponent(() => import('../inspector/inspector-page.tsx'), 'InspectorPage'),
});

const catalogue = createRoute({
  getParentRoute: () => place,
  path: tenantPages.catalogue,
  validateSearch: (search: Record<string, unknown>) => pickSearch(search, ['type', 'q']),
  component: lazyRouteComponent(() => import('../catalogue/catalogue-page.tsx'), 'CataloguePage'),
});

const newType = createRoute({
  getParentRoute: () => place,
  path: tenantPages.newType,
  component: lazyRouteComponent(() => import('../catalogue/type-form-pages.tsx'), 'NewTypePage'),
});

const editType = createRoute({
  getParentRoute: () => place,
  path: tenantPages.editType,
  validateSearch: (search: Record<string, unknown>) => pickSearch(search, ['type']),
  component: lazyRouteComponent(() => import('../catalogue/type-form-pages.tsx'), 'EditTypePage'),
});

const tryEvent = createRoute({
  getParentRoute: () => place,
  path: tenantPages.tryEvent,
  validateSearch: (search: Record<string, unknown>) => pickSearch(search, ['type']),
  component: lazyRouteComponent(() => import('../catalogue/try-page.tsx'), 'TryPage'),
});

const settings = createRoute({
  getParentRoute: () => place,
  path: tenantPages.settings,
  component: lazyRouteComponent(() => import('../settings/settings-page.tsx'), 'SettingsPage'),
});

const routeTree = root.addChildren([
  home,
  signIn,
  enter,
  ofTenant,
  operator.addChildren([
    ...[operatorOverview, tenants, access, unassigned, unassignedEvent, operatorAudit, operatorSystem],
  ]),
  place.addChildren([
    ...[overview, webhooks, newWebhook, webhook, editWebhook, invocations, invocation],
    ...[failures, failureGroup, catalogue, newType, editType, tryEvent, settings],
    ...[events, event, rejected, rejectedEvent, replays, replay, find, audit, inspector],
  ]),
]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    ...(isEmbedded && { basepath: EMBED_BASE }),
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingComponent: PendingPage,
    defaultErrorComponent: ({ error }) => <FailurePage error={error} />,
    scrollRestoration: true,
  });
}

/** The session; without one, the way leads to the sign-in and back. */
async function sessionOr(queryClient: QueryClient, next: string): Promise<Session> {
  try {
    return await queryClient.query({ ...sessionQuery, staleTime: 'static' });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    throw redirect({ to: '/sign-in', search: next === '/' ? {} : { next }, replace: true });
  }
}

/** Whether an address stays within the dashboard: one slash at its beginning, and none that browsers would take for two. */
function isOwnPath(next: unknown): next is string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next);
}
