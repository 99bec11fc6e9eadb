using Tallydesk.Tests.Crashes;

// run FLOW STORE ...                   prepares flows and runs them to their end, each on a desk of its own
// crash FLOW STORE COMMIT MOMENT ...   the same, but each stops at its crash point; when all have, the process is killed
// recover FLOW STORE ...               starts on what was left, touches nothing, and then repeats every command
//
// Many desks share one process because starting one costs more than all its flows do.
await (
    args switch
    {
        ["run", .. var flows] => Task.WhenAll(flows.Chunk(2).Select(flow => new Run(flow[0], flow[1]).WholeAsync())),
        ["crash", .. var flows] => CrashAsync([.. flows.Chunk(4)]),
        ["recover", .. var flows] => Task.WhenAll(
            flows.Chunk(2).Select(flow => new Run(flow[0], flow[1]).RecoverAsync())
        ),
        _ => throw new InvalidOperationException("The arguments are those at the top of Program.cs."),
    }
);

// A flow that comes to its end has no such commit: the process ends too, alive.
static async Task CrashAsync(string[][] flows)
{
    var death = new Death(flows.Length);
    await await Task.WhenAny(
        flows.Select(flow =>
            new Run(flow[0], flow[1]).CrashAsync(
                new(int.Parse(flow[2]), Enum.Parse<Moment>(flow[3], ignoreCase: true)),
                death
            )
        )
    );
}
