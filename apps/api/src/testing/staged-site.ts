/** A centre with one site, its people, its administrator and one enrolled agent: where most tests begin. */
import { type AgentDouble, enrolAgent, type LogDouble, logDouble } from './agent-double.ts';
import { type Call, callerWith, firstAdministrator, makeSite, type SiteDouble } from './site-double.ts';
import { type TestCentre, testCentre } from './test-centre.ts';

export interface StagedSite extends TestCentre {
  readonly cookie: string;
  readonly call: Call;
  readonly site: SiteDouble;
  readonly agent: AgentDouble;
  newLog(epoch?: number): LogDouble;
}

export async function stagedSite(count = 3): Promise<StagedSite> {
  const centre = await testCentre();
  const cookie = await firstAdministrator(centre.app);
  const call = callerWith(centre.app, cookie);
  const site = await makeSite(call, 'kaigata', count);
  const agent = await enrolAgent(centre.app, await enrolCode(call, site), centre.runtime.now);
  const { owner, site: id, agent: agentId, epoch: first } = agent.identity;
  const newLog = (epoch = first) => logDouble({ owner, site: id, agent: agentId, epoch }, site.places, centre.runtime.now());
  return { ...centre, cookie, call, site, agent, newLog };
}

export async function enrolCode(call: Call, { site }: Pick<SiteDouble, 'site'>): Promise<string> {
  return (await call<{ code: string }>('POST', `/sites/${site}/enrol-codes`)).code;
}
