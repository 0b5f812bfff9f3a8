// Nothing here makes text into script. Workers are started by an address, and may be those of this site.
globalThis.trustedTypes?.createPolicy('default', {
  createScriptURL: (address) => {
    const { origin, href } = new URL(address, location.href);
    return origin === location.origin ? href : undefined;
  },
});
