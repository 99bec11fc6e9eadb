using System.Collections.Immutable;
using System.Data.Common;
using Tallydesk.Audit;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Refusals;
using Tallydesk.Requests;
using Tallydesk.Storage;

namespace Tallydesk.Background;

/// <summary>Which dead item an admin means.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Id">Its id.</param>
public sealed record ChosenFailedWork(string? Kind, string? Id);

/// <summary>Shows dead items of background work, retries and discards them, by admins. Each act is in the trail of rights.</summary>
public sealed class FailedWorkService(
    IEnumerable<IFailedWorkSource> sources,
    BackgroundHealth background,
    Database database,
    RightsLog log
)
{
    private const int Shown = 100;
    private const int LongestId = 255;

    /// <summary>The newest dead items: at most 100 of each table, newest first.</summary>
    public async Task<ImmutableArray<FailedWorkBody>> ListAsync()
    {
        var found = await Task.WhenAll(sources.Select(source => source.ListDeadAsync(Shown)));
        return
        [
            .. found
                .SelectMany(rows => rows)
                .OrderByDescending(row => row.FailedAt)
                .ThenBy(row => row.Kind, StringComparer.Ordinal)
                .ThenBy(row => row.Id, StringComparer.Ordinal)
                .Select(row => row.ToBody()),
        ];
    }

    /// <summary>
    /// Makes a failed item due immediately. Refused: <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.InvalidField"/>.
    /// </summary>
    public async Task<Answer<FailedWorkBody>> RetryAsync(CommandContext context, ChosenFailedWork chosen)
    {
        var retried = await ActAsync(
            context,
            "retry",
            "failedWorkRetried",
            chosen,
            (source, transaction, kind, id) => source.RetryAsync(transaction, kind, id)
        );
        background.Wake();
        return retried;
    }

    /// <summary>
    /// Puts a dead item away for good. Refused: <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.InvalidField"/>.
    /// </summary>
    public Task<Answer<FailedWorkBody>> DiscardAsync(CommandContext context, ChosenFailedWork chosen) =>
        ActAsync(
            context,
            "discard",
            "failedWorkDiscarded",
            chosen,
            (source, transaction, kind, id) => source.DiscardAsync(transaction, kind, id)
        );

    private async Task<Answer<FailedWorkBody>> ActAsync(
        CommandContext context,
        string act,
        string change,
        ChosenFailedWork chosen,
        Func<IFailedWorkSource, DbTransaction, string, string, Task<FailedWorkRow?>> does
    )
    {
        var kind = Given.Words(chosen.Kind, "kind");
        var id = Given.Words(chosen.Id, "id");
        var refusal = Fields.Text("kind", kind, LongestId) ?? Fields.Text("id", id, LongestId);
        return refusal
            ?? await log.OnceAsync<string, FailedWorkBody>(
                context,
                $"{act} {kind} {id}",
                async command =>
                {
                    await using var connection = await database.OpenWriteAsync();
                    await using var transaction = await connection.BeginTransactionAsync();
                    foreach (var source in sources)
                    {
                        if (await does(source, transaction, kind, id) is { } row)
                        {
                            var body = row.ToBody();
                            var state = StateJson.Write(body);
                            await log.AppendAsync(
                                transaction,
                                new(context.Actor, change, $"{kind} {id}", state, state) { Command = command }
                            );
                            await transaction.CommitAsync();
                            return body;
                        }
                    }

                    return new Refusal(
                        RefusalCode.NotFound,
                        "Not found. It may have already been retried or discarded."
                    );
                }
            );
    }
}
