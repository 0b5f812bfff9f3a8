import { describe, expect, it } from 'vitest';
import { embeddedId, formatAddress, parseAddress, placeOf } from '#domain/course/address.ts';

describe('an address', () => {
  it('names a collection, an entry and a part', () => {
    expect(parseAddress('/learn/customer-empathy/root-cause/')).toEqual({
      collection: 'learn',
      entry: 'customer-empathy',
      part: 'root-cause',
    });
  });

  it('is written as it is read', () => {
    const address = '/tables/skill-transfer/growth-strategy/';
    expect(formatAddress(parseAddress(address)!)).toBe(address);
  });

  it('is not the root of a collection', () => {
    expect(parseAddress('/learn/')).toBeUndefined();
  });

  it('has its place on the whole page of the entry', () => {
    expect(placeOf('/learn/customer-empathy/root-cause/', '/')).toBe(
      '/learn/customer-empathy/#root-cause',
    );
    expect(placeOf('/learn/customer-empathy/', '/')).toBe('/learn/customer-empathy/');
  });

  it('has its place under the base path', () => {
    expect(placeOf('/glossary/cohort/', '/guide')).toBe('/guide/glossary/cohort/');
    expect(placeOf('/', '/guide')).toBe('/guide/');
  });

  it('gives a part that is shown elsewhere an id of its own', () => {
    const task = { collection: 'checklists', entry: 'start-inside', part: 'manager-talk' };
    expect(embeddedId(task)).toBe('checklists-start-inside-manager-talk');
  });
});
