import { defineHastPlugin } from 'satteri';
import { placeOf } from '../src/domain/course/address.ts';

/**
 * Turns links that are written as addresses into links to places under the base path:
 * `/learn/customer-empathy/root-cause/` becomes `/guide/learn/customer-empathy/#root-cause`.
 * @param base path under which the site is served.
 */
export function resolveAddresses(base: string) {
  return defineHastPlugin({
    name: 'resolve-addresses',
    element: {
      filter: ['a'],
      visit(node, context) {
        const href = node.properties?.['href'];
        if (typeof href === 'string' && href.startsWith('/')) {
          context.setProperty(node, 'href', placeOf(href, base));
        }
      },
    },
  });
}
