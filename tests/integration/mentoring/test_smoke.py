from tests.integration.mentoring.world import World, MAYA, MARK

async def test_life(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    print(pair.state, await world.heard(MAYA), await world.heard(MARK), await world.heard("UCARLA"))
    import time
    t=time.time()
    n=await world.forward(days=75)
    print(n, time.time()-t)
    print(await world.heard(MARK))
    for r in await world.ledger(): print(r.sent_at, r.key[:60], r.state.value, r.reason)
