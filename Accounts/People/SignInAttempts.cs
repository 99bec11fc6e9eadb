using Dapper;
using Microsoft.Extensions.Options;
using Tallydesk.Audit;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Storage;

namespace Tallydesk.People;

/// <summary>What came of an attempt to prove to be a person.</summary>
public enum Attempt
{
    /// <summary>It was right.</summary>
    Right,

    /// <summary>It was wrong.</summary>
    Wrong,

    /// <summary>Too many were wrong before, so it was not looked at.</summary>
    Locked,
}

/// <summary>
/// Counts attempts at passwords and codes before they are compared, each in one statement, so that many at the same time
/// are no more than the limit. A right one is taken off again; once the limit is counted, nothing is compared for a while.
/// </summary>
public sealed class SignInAttempts(Database database, RightsLog log, IOptions<PeopleOptions> options, TimeProvider time)
{
    /// <summary>Compares submitted credentials with a person's, unless too many attempts were wrong. Wrong attempts are recorded in the audit.</summary>
    /// <param name="person">The person.</param>
    /// <param name="by">Who tries.</param>
    /// <param name="compare">Compares it.</param>
    public async Task<Attempt> TryAsync(Person person, Actor by, Func<Task<bool>> compare)
    {
        if (!await CountAsync(person.Id))
        {
            await NoteAsync(person, by, "signInRefused");
            return Attempt.Locked;
        }

        if (await compare())
        {
            await TakeOffAsync(person.Id);
            return Attempt.Right;
        }

        await NoteAsync(person, by, "signInFailed");
        return Attempt.Wrong;
    }

    /// <summary>Runs the statement that counts, for an address that no person has: a known one must not run more.</summary>
    public Task PretendAsync() => CountAsync("");

    /// <summary>Forgets what was counted: the person has signed in, or has a new password.</summary>
    public async Task ForgetAsync(string person)
    {
        await using var connection = await database.OpenWriteAsync();
        await connection.ExecuteAsync("DELETE FROM sign_in_attempts WHERE person_id = @person", new { person });
    }

    /// <summary>Counts an attempt; answers false, and counts nothing, while the person is locked.</summary>
    private async Task<bool> CountAsync(string person)
    {
        var now = time.GetUtcNow();
        await using var connection = await database.OpenWriteAsync();
        var counted = await connection.ExecuteAsync(
            """
            INSERT INTO sign_in_attempts (person_id, counted) SELECT id, 1 FROM people WHERE id = @person
            ON CONFLICT (person_id) DO UPDATE SET
                counted = CASE WHEN sign_in_attempts.locked_until IS NULL THEN sign_in_attempts.counted + 1 ELSE 1 END,
                locked_until = CASE
                    WHEN sign_in_attempts.locked_until IS NULL AND sign_in_attempts.counted + 1 >= @most THEN @until
                END
            WHERE sign_in_attempts.locked_until IS NULL OR sign_in_attempts.locked_until <= @now
            """,
            new
            {
                person,
                most = options.Value.MostFailures,
                until = now.AddMinutes(options.Value.LockMinutes).ToUnixTimeMilliseconds(),
                now = now.ToUnixTimeMilliseconds(),
            }
        );
        return counted == 1;
    }

    /// <summary>A right attempt counts no more, and no longer locks.</summary>
    private async Task TakeOffAsync(string person)
    {
        await using var connection = await database.OpenWriteAsync();
        await connection.ExecuteAsync(
            """
            UPDATE sign_in_attempts SET counted = counted - 1, locked_until = NULL
            WHERE person_id = @person AND counted > 0
            """,
            new { person }
        );
    }

    /// <summary>Records a correct sign-in that came too late because the person was changed in the meantime.</summary>
    public Task NoteRefusedAsync(Person person, Actor by) => NoteAsync(person, by, "signInRefused");

    private async Task NoteAsync(Person person, Actor by, string kind)
    {
        var body = StateJson.Write(PersonBody.Of(person));
        await using var connection = await database.OpenWriteAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await log.AppendAsync(transaction, new(by, kind, person.Id, body, body) { In = GuardedTable.People });
        await transaction.CommitAsync();
    }
}
