import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

const FOLDER = '.github/workflows';

interface Workflow {
  on: Record<string, unknown>;
  permissions: object;
  jobs: Record<
    string,
    { permissions?: object; steps: { uses?: string; with?: Record<string, unknown> }[] }
  >;
}

const workflows = readdirSync(FOLDER).map((name): [string, Workflow] => [
  name,
  parse(readFileSync(`${FOLDER}/${name}`, 'utf8')) as Workflow,
]);
const steps = workflows.flatMap(([, { jobs }]) => Object.values(jobs).flatMap((job) => job.steps));

it('every action is named by its commit', () => {
  const actions = steps.flatMap(({ uses }) => uses ?? []);
  expect(actions.length).toBeGreaterThan(0);
  expect(actions.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
});

it('a workflow may do nothing, and each job what it needs', () => {
  for (const [, { permissions, jobs }] of workflows) {
    expect(permissions).toEqual({});
    for (const job of Object.values(jobs)) expect(job.permissions).toBeDefined();
  }
});

it('a checkout leaves no credentials behind', () => {
  const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
  for (const checkout of checkouts) expect(checkout.with?.['persist-credentials']).toBe(false);
});

it('nothing runs with the rights of the repository on what strangers send', () => {
  for (const [, { on }] of workflows) expect(Object.keys(on)).not.toContain('pull_request_target');
});
