using System.Text;
using System.Text.Json.Nodes;
using Tallydesk.Audit;
using Xunit;

namespace Tallydesk.Tests.Storage;

/// <summary>States that an earlier release wrote lack what it did not keep; they are told from states that were altered.</summary>
public sealed class AuditUpgradeTests
{
    private const string RowsOfThen =
        "UPDATE history SET epoch = 0, xact = 0 WHERE grain_key IN ('tic-u', 'tic-v', 'lic-OLD-1') "
        + "OR (grain_key = 'tic-w' AND seq <= 6)";

    private static readonly string[] Lacking =
    [
        "tic-u resolutionNote, urgencyReason",
        "tic-v earlier",
        "tic-w agreed",
        "lic-OLD-1 revocationReason",
    ];

    [Theory, OnBoth]
    public async Task What_an_earlier_release_did_not_keep_is_said_and_not_failed(Engine engine)
    {
        await using var store = await OpenAsync(engine);
        var (findings, summary) = await AlteredAudit.VerifyAsync(store, engine, RowsOfThen);
        Assert.Empty(findings);
        Assert.Equal(
            [
                "agreed of 1 states of kind ticket, such as tic-w: recorded before this was stored",
                "earlier of 1 states of kind ticket, such as tic-v: recorded before this was stored",
                "resolutionNote of 1 states of kind ticket, such as tic-u: recorded before this was stored",
                "revocationReason of 1 states of kind license, such as lic-OLD-1: recorded before this was stored",
                "urgencyReason of 1 states of kind ticket, such as tic-u: recorded before this was stored",
            ],
            summary.NotCovered.Where(line => line.Contains(" states of kind ", StringComparison.Ordinal)).Order()
        );
    }

    [Theory, OnBoth]
    public async Task What_this_release_keeps_can_not_be_taken_out_of_a_state(Engine engine)
    {
        await using var store = await OpenAsync(engine);
        var findings = await AlteredAudit.FindAsync(
            store,
            engine,
            "UPDATE orleansstorage SET version = version WHERE grainidextensionstring = 'tic-u'"
        );
        Assert.Equal(
            Lacking.Order(),
            findings.Select(finding => $"{finding.Subject} {finding.What.Split(" in ")[^1]}").Order()
        );
    }

    [Theory, OnBoth]
    public async Task What_an_earlier_release_did_not_keep_can_not_be_put_into_a_state(Engine engine)
    {
        await using var store = await OpenAsync(engine);
        foreach (
            var (grain, field) in ((string, string)[])[("tic-u", "resolutionNote"), ("lic-OLD-1", "revocationReason")]
        )
        {
            var state = await store.ScalarAsync<byte[]>(
                "SELECT payloadbinary FROM orleansstorage WHERE grainidextensionstring = @grain",
                new { grain }
            );
            var altered = JsonNode.Parse(state)!.AsObject();
            altered[field] = "Another one";
            var findings = await AlteredAudit.FindAsync(
                store,
                engine,
                RowsOfThen
                    + "; UPDATE orleansstorage SET payloadbinary = @altered WHERE grainidextensionstring = @grain",
                new { grain, altered = Encoding.UTF8.GetBytes(altered.ToJsonString()) }
            );
            Assert.Equal(
                new AuditFinding("state", grain, 0, $"differs from its rows in {field}"),
                Assert.Single(findings)
            );
        }
    }

    [Theory, OnBoth]
    public async Task A_row_can_not_be_put_before_this_release_behind_one_of_it(Engine engine)
    {
        await using var store = await OpenAsync(engine);
        var findings = await AlteredAudit.FindAsync(
            store,
            engine,
            RowsOfThen + "; UPDATE history SET epoch = 1, xact = 1 WHERE grain_key = 'tic-u' AND seq = 1"
        );
        var one = Assert.Single(findings);
        Assert.Equal(("history", "tic-u", 2), (one.Trail, one.Subject, one.Seq));
    }

    private static async Task<Store> OpenAsync(Engine engine)
    {
        var store = await AuditedDesk.OpenAsync(engine);
        await AuditedDesk.AddWhatEarlierReleasesWroteAsync(store);
        return store;
    }
}
