using System.Security.Cryptography;
using System.Text;
using Tallydesk.Customers;
using Tallydesk.Journal;
using Tallydesk.Refusals;
using Tallydesk.Requests;

namespace Tallydesk.Identity;

/// <summary>Makes and revokes tokens.</summary>
internal sealed class TokenDesk(TokenStore store, KnownTokens known, KnownCustomers customers, TimeProvider time)
{
    private const int LongestName = 200;

    /// <summary>
    /// Makes a token. A repeat of the command gives the same one, though nothing keeps its secret: the secret follows from
    /// the command and the text of the caller's own token, which the database does not hold either.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="proof">The text of the caller's own token.</param>
    /// <param name="asked">What is asked for.</param>
    /// <remarks>Refused: <see cref="RefusalCode.InvalidField"/>, <see cref="RefusalCode.IdempotencyKeyReused"/>.</remarks>
    public async Task<Answer<MadeToken>> MakeAsync(Command command, string proof, NewToken asked)
    {
        var name = Given.Text(asked.Name, "name").Trim();
        var role = Given.Value(asked.Role, "role");
        if ((Fields.Text("name", name, LongestName) ?? await CheckCustomerAsync(role, asked.CustomerId)) is { } refusal)
        {
            return refusal;
        }

        var id = KeyHash.Of("", command.Context.Id.Value);
        var secret = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(proof),
            Encoding.UTF8.GetBytes(command.Context.Id.Value)
        );
        var text = Token.TextOf(id, secret);
        CustomerId? customer = asked.CustomerId is null ? null : new(asked.CustomerId);
        var token = new Token(id, Token.HashOf(text), name, role, customer, time.GetUtcNow());
        return await store.AddAsync(command.Actor, token) || IsSame(await store.FindAsync(id), token)
            ? new MadeToken(id, text)
            : Repeats.KeyReused(command.Context.Id);
    }

    /// <summary>Revokes a token, at once in this process and within <see cref="FreshReads{TValue}.Freshness"/> in all others. Refused: <see cref="RefusalCode.NotFound"/>.</summary>
    public async Task<Answer<Token>> RevokeAsync(Actor by, string id)
    {
        await store.RevokeAsync(by, id, time.GetUtcNow());
        known.Forget(id);
        return await store.FindAsync(id) is { } token
            ? token
            : new Refusal(RefusalCode.NotFound, "There is no such token.");
    }

    private static bool IsSame(Token? kept, Token made) =>
        kept is not null
        && (kept.Name, kept.Role, kept.Customer) == (made.Name, made.Role, made.Customer)
        && CryptographicOperations.FixedTimeEquals(kept.Hash, made.Hash);

    private async ValueTask<Refusal?> CheckCustomerAsync(Role role, string? customer) =>
        (role == Role.Customer, customer) switch
        {
            (true, null) => Fields.Invalid("customerId", "A customer's token names its customer."),
            (true, _) when !await customers.ExistsAsync(customer) => Fields.Invalid(
                "customerId",
                "There is no such customer."
            ),
            (false, not null) => Fields.Invalid("customerId", "Only a customer's token acts for a customer."),
            _ => null,
        };
}
