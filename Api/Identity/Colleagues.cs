using Tallydesk.People;

namespace Tallydesk.Identity;

/// <summary>Finds people and token bearers by their actor's id.</summary>
internal sealed class Colleagues(PersonStore people, TokenStore tokens)
{
    /// <summary>The actor of an id; null when there is none, or they are disabled or revoked.</summary>
    public async Task<Actor?> FindAsync(string id) =>
        id.StartsWith(Person.Prefix, StringComparison.Ordinal)
            ? await people.FindByIdAsync(id, default) is { DisabledAt: null } person
                ? person.Actor
                : null
            : await tokens.FindAsync(id) is { RevokedAt: null } token
                ? token.Actor
                : null;
}
