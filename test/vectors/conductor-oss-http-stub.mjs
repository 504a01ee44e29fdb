// The servers that conductor-oss-http.jsonl's HTTP tasks called: an HTTP server (PORT), one that answers garbage (PORT2) and
// one that resets connections (PORT3). Each port 0 is chosen by the system; the ports are printed as one JSON line.
import net from 'node:net'; import http from 'node:http'; import zlib from 'node:zlib';
const reply=(s,head,body='')=>{s.write(head.replace(/\n/g,'\r\n'));s.end(body)};
const main=http.createServer((q,r)=>{const ch=[];q.on('data',d=>ch.push(d));q.on('end',()=>{
  const b=Buffer.concat(ch); const u=new URL(q.url,'http://x'); const p=u.pathname;
  const send=(code,h,body)=>{r.writeHead(code,h);r.end(body)};
  if(p.startsWith('/raw')) return send(200,{'content-type':'application/json'},JSON.stringify({method:q.method,url:q.url,raw:q.rawHeaders,hex:b.toString('latin1')}));
  if(p==='/ct') return send(200,u.searchParams.get('ct')?{'content-type':u.searchParams.get('ct')}:{},Buffer.from(u.searchParams.get('b'),'utf8'));
  if(p==='/phrase'){ r.writeHead(+u.searchParams.get('c'),u.searchParams.get('p'),{'content-type':'text/plain; charset=utf-8'}); return r.end(u.searchParams.get('b')??'') }
  if(p==='/gz'){ r.writeHead(200,{'content-type':'application/json','content-encoding':'gzip'}); return r.end(zlib.gzipSync('{"z":1}')) }
  if(p==='/loop'){ r.writeHead(302,{location:'/loop'}); return r.end() }
  if(p==='/hop'){ const n=+u.searchParams.get('n'); if(n===0) return send(200,{'content-type':'application/json'},'{"done":true}'); r.writeHead(+u.searchParams.get('c')||302,{location:`/hop?n=${n-1}&c=${u.searchParams.get('c')||302}`}); return r.end('redirect body') }
  if(p==='/to'){ r.writeHead(+u.searchParams.get('c'),{location:u.searchParams.get('l')}); return r.end('redirect body') }
  if(p==='/status'){ const c=+u.searchParams.get('c'); r.writeHead(c,{'content-type':'application/json'}); return r.end(c===304?undefined:'{"e":1}') }
  if(p==='/drip'){ r.writeHead(200,{'content-type':'text/plain'}); let i=0;const t=setInterval(()=>{r.write('x');if(++i>20){clearInterval(t);r.end()}},300); return }
  if(p==='/cut'){ r.writeHead(200,{'content-type':'application/json','content-length':'100'}); r.write('{"a":'); setTimeout(()=>q.socket.destroy(),50); return }
  if(p==='/dup'){ r.writeHead(200,['X-A','1','x-a','2','X-B','3','Content-Type','application/json']); return r.end('{}') }
  if(p==='/nobody') { r.writeHead(200,{'content-length':'0'}); return r.end() }
  send(200,{'content-type':'application/json'},'{"other":true}');
})})
const garbage=net.createServer(s=>{s.on('data',()=>s.end('garbage\r\n\r\n'));s.on('error',()=>{})});
const reset=net.createServer(s=>{s.on('data',()=>s.resetAndDestroy());s.on('error',()=>{})});
const ports=[];
for(const [server,port] of [[main,process.env.PORT],[garbage,process.env.PORT2],[reset,process.env.PORT3]])
  await new Promise(ok=>server.listen(+(port??0),'127.0.0.1',()=>{ports.push(server.address().port);ok()}));
console.log(JSON.stringify(ports));
process.stdin.resume().on('end',()=>process.exit(0)); // ends with whoever started it
