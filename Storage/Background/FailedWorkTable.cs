using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Tallydesk.Storage;

namespace Tallydesk.Background;

/// <summary>The table of failed work.</summary>
public sealed partial class FailedWorkTable(Database database, TimeProvider time, ILogger<FailedWorkTable> log)
    : IFailedWork,
        IFailedWorkSource
{
    private const string Columns =
        "kind AS Kind, id AS Id, attempts AS Attempts, failed_at AS FailedAt, failure AS Failure";

    private const string IsDead = "due_at IS NULL AND discarded_at IS NULL";
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public async Task<ImmutableDictionary<string, DateTimeOffset?>> ReadAsync(string kind) =>
        (await ReadEachAsync(kind))[kind];

    /// <inheritdoc/>
    public async Task<ImmutableDictionary<string, ImmutableDictionary<string, DateTimeOffset?>>> ReadEachAsync(
        params ImmutableArray<string> kinds
    )
    {
        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<(string Kind, string Id, long? DueAt)>(
            $"SELECT kind, id, due_at FROM failed_work WHERE {database.IsOneOf("kind", "kinds")}",
            new { kinds = kinds.ToArray() }
        );
        var aside = rows.ToLookup(row => row.Kind, StringComparer.Ordinal);
        return kinds.ToImmutableDictionary(
            kind => kind,
            kind =>
                aside[kind].ToImmutableDictionary(row => row.Id, row => row.DueAt.ToInstant(), StringComparer.Ordinal),
            StringComparer.Ordinal
        );
    }

    /// <inheritdoc/>
    public async Task FailAsync(string kind, string id, Exception failure)
    {
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var counted = await connection.ExecuteScalarAsync<int?>(
            """
            INSERT INTO failed_work (kind, id, attempts, failed_at, due_at, failure)
            VALUES (@kind, @id, 1, @now, @now, @failure)
            ON CONFLICT (kind, id) DO UPDATE SET attempts = failed_work.attempts + 1, failed_at = excluded.failed_at,
                failure = excluded.failure
            WHERE failed_work.due_at <= @now
            RETURNING attempts
            """,
            new
            {
                kind,
                id,
                now = Now,
                failure = failure.GetType().Name,
            },
            transaction
        );
        if (counted is not { } attempts)
        {
            return;
        }

        var isDead = attempts >= IFailedWork.MostAttempts;
        await connection.ExecuteAsync(
            "UPDATE failed_work SET due_at = @due WHERE kind = @kind AND id = @id",
            new
            {
                kind,
                id,
                due = isDead ? (long?)null : Now + (long)WaitAfter(attempts).TotalMilliseconds,
            },
            transaction
        );
        await transaction.CommitAsync();
        if (isDead)
        {
            LogGivenUp(log, failure, kind, id, attempts);
        }
        else
        {
            LogFailed(log, failure, kind, id, attempts);
        }
    }

    /// <inheritdoc/>
    public async Task GiveUpAsync(string kind, string id, string failure)
    {
        await using var connection = await database.OpenWriteAsync();
        await connection.ExecuteAsync(
            """
            INSERT INTO failed_work (kind, id, attempts, failed_at, failure) VALUES (@kind, @id, 1, @now, @failure)
            ON CONFLICT (kind, id) DO UPDATE SET attempts = failed_work.attempts + 1, failed_at = excluded.failed_at,
                failure = excluded.failure, due_at = NULL
            """,
            new
            {
                kind,
                id,
                now = Now,
                failure,
            }
        );
    }

    /// <inheritdoc/>
    public async Task ForgetAsync(string kind, IEnumerable<string> ids)
    {
        await using var connection = await database.OpenWriteAsync();
        await connection.ExecuteAsync(
            "DELETE FROM failed_work WHERE kind = @kind AND id = @id",
            ids.Order(StringComparer.Ordinal).Select(id => new { kind, id })
        );
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<FailedWorkRow>> ListDeadAsync(int limit)
    {
        await using var connection = await database.OpenReadAsync();
        var rows = await connection.QueryAsync<FailedWorkRow>(
            $"SELECT {Columns} FROM failed_work WHERE {IsDead} ORDER BY failed_at DESC, kind, id LIMIT @limit",
            new { limit }
        );
        return [.. rows];
    }

    /// <inheritdoc/>
    public Task<FailedWorkRow?> RetryAsync(DbTransaction transaction, string kind, string id) =>
        SetAsync(transaction, "due_at = @now, attempts = 0", kind, id);

    /// <inheritdoc/>
    public Task<FailedWorkRow?> DiscardAsync(DbTransaction transaction, string kind, string id) =>
        SetAsync(transaction, "discarded_at = @now", kind, id);

    /// <summary>How long to wait after an attempt that failed: a second, then twice as long each time, five minutes at most.</summary>
    internal static TimeSpan WaitAfter(int attempts)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(attempts - 1, 20));
        return wait < LongestWait ? wait : LongestWait;
    }

    private Task<FailedWorkRow?> SetAsync(DbTransaction transaction, string change, string kind, string id) =>
        DeadRows.SetAsync(
            transaction,
            "failed_work",
            Columns,
            $"kind = @kind AND id = @id AND {IsDead}",
            change,
            new
            {
                kind,
                id,
                now = Now,
            }
        );

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    [LoggerMessage(
        BackgroundEvents.ItemFailed,
        LogLevel.Warning,
        "Background work {Kind} failed for {Id} on attempt {Attempt}. It will be retried later."
    )]
    private static partial void LogFailed(ILogger log, Exception failure, string kind, string id, int attempt);

    [LoggerMessage(
        BackgroundEvents.ItemGivenUp,
        LogLevel.Error,
        "Background work {Kind} failed for {Id} after {Attempts} attempts. An admin can retry it on the System page."
    )]
    private static partial void LogGivenUp(ILogger log, Exception failure, string kind, string id, int attempts);
}
