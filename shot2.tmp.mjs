import { chromium } from 'playwright-core';
const [,,port,path,out]=process.argv;
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox']});
for(const [w,scheme] of [[390,'light'],[1280,'dark'],[1280,'light'],[390,'dark']]){
 const c=await b.newContext({viewport:{width:w,height:1000},colorScheme:scheme});
 const p=await c.newPage();p.on('pageerror',e=>console.log('ERR',e.message));p.on('console',m=>m.type()==='error'&&console.log('CON',m.text()));
 await p.goto(`http://localhost:${port}${path}`);await p.waitForTimeout(800);
 await p.screenshot({path:`/tmp/${out}-${w}-${scheme}.png`,fullPage:true});
 await c.close();
}
const c=await b.newContext({viewport:{width:390,height:1000},javaScriptEnabled:false});const p=await c.newPage();await p.goto(`http://localhost:${port}${path}`);await p.screenshot({path:`/tmp/${out}-nojs.png`,fullPage:true});
await b.close();
