using Tallydesk.People;

namespace Tallydesk.Identity;

/// <summary>Finds people and token bearers by their actor's id.</summary>
public sealed class Colleagues(PersonStore people, TokenStore tokens)
{
    private const int Most = 200;

    /// <summary>The actor of an id; null when there is none, or they are disabled or revoked.</summary>
    public async Task<Actor?> FindAsync(string id) =>
        id.StartsWith(Person.Prefix, StringComparison.Ordinal)
            ? await people.FindByIdAsync(id, default) is { DisabledAt: null } person
                ? person.Actor
                : null
            : await tokens.FindAsync(id) is { RevokedAt: null } token
                ? token.Actor
                : null;

    /// <summary>The name behind an id, also of people who are disabled and of tokens that are revoked; null when there is none.</summary>
    public async Task<string?> NameOfAsync(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.StartsWith(Person.Prefix, StringComparison.Ordinal)
            ? (await people.FindByIdAsync(id, default))?.Name
            : (await tokens.FindAsync(id))?.Name;
    }

    /// <summary>Members of staff who can sign in, by name: at most 200 people, and 200 tokens.</summary>
    public async Task<IReadOnlyList<Actor>> StaffAsync()
    {
        var known = await people.ListStaffAsync(Most);
        var bearers = await tokens.ListStaffAsync(Most);
        return
        [
            .. known
                .Select(person => person.Actor)
                .Concat(bearers.Select(token => token.Actor))
                .OrderBy(actor => actor.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }
}
