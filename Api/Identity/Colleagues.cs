using Tallydesk.People;

namespace Tallydesk.Identity;

/// <summary>Finds people and token bearers by their actor's id.</summary>
internal sealed class Colleagues(PersonStore people, TokenStore tokens)
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

    /// <summary>Up to 200 members of staff who can sign in, by name.</summary>
    public async Task<IReadOnlyList<Actor>> StaffAsync()
    {
        var known = await people.ListAsync("", Most);
        var bearers = await tokens.ListAsync("", Most);
        return
        [
            .. known
                .Where(person => person.DisabledAt is null)
                .Select(person => person.Actor)
                .Concat(bearers.Where(token => token is { RevokedAt: null, Owner: null }).Select(token => token.Actor))
                .Where(actor => actor.IsStaff)
                .OrderBy(actor => actor.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }
}
