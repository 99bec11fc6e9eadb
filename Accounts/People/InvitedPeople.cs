using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Tallydesk.Audit;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.People;

/// <summary>
/// People by the token they were invited with. A pending invitation ends with its token; people who have accepted
/// have proved who they are, and stay.
/// </summary>
public sealed class InvitedPeople(PersonRows rows)
{
    /// <summary>Those invited with a token, or with what was made with it, oldest first; at most 100.</summary>
    public async Task<ImmutableArray<Person>> ListAsync(DbTransaction transaction, string token) =>
        await ReadAsync(transaction, token, "true", "LIMIT 100");

    /// <summary>Ends pending invitations created with a token, or with something created with it.</summary>
    /// <returns>The changes, for the audit.</returns>
    public async Task<ImmutableArray<RightsChange>> EndOpenAsync(
        DbTransaction transaction,
        Actor by,
        string token,
        DateTimeOffset now
    )
    {
        var changes = ImmutableArray.CreateBuilder<RightsChange>();
        foreach (var person in await ReadAsync(transaction, token, "disabled_at IS NULL", ""))
        {
            var before = PersonBody.Of(person);
            person.DisabledAt = now;
            person.Secrets.Stamp = PeopleService.NewStamp();
            // Who accepts at the same time was faster.
            var ended =
                !before.Accepted
                && await transaction.Connection!.ExecuteAsync(
                    """
                    UPDATE people SET disabled_at = @DisabledAt, version = version + 1, body = @Body
                    WHERE id = @Id AND version = @Version
                    """,
                    rows.ToRow(person),
                    transaction
                ) == 1;
            if (ended)
            {
                changes.Add(
                    new(
                        by,
                        "invitationEnded",
                        person.Id,
                        StateJson.Write(before),
                        StateJson.Write(PersonBody.Of(person))
                    )
                    {
                        In = GuardedTable.People,
                    }
                );
            }
        }

        return changes.DrainToImmutable();
    }

    private async Task<ImmutableArray<Person>> ReadAsync(
        DbTransaction transaction,
        string token,
        string condition,
        string limit
    )
    {
        var found = await transaction.Connection!.QueryAsync<PersonRow>(
            $"""
            {TokenStore.MadeWith} SELECT {PersonRows.Columns} FROM people
            WHERE maker IN (SELECT made.id FROM made) AND {condition} ORDER BY created_at, id {limit}
            """,
            new { id = token },
            transaction
        );
        return [.. found.Select(rows.ToPerson)];
    }
}
