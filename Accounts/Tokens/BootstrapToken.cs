using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Tallydesk.Identity;

/// <summary>The first admin's token. Section <c>Bootstrap</c> of the settings.</summary>
public sealed class BootstrapOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Bootstrap";

    /// <summary>The token of the first start, 16 to 200 printable ASCII characters; none for a random one.</summary>
    public string? AdminToken { get; set; }
}

/// <summary>Refuses an admin token that could be guessed or not be sent.</summary>
public sealed class BootstrapOptionsValidator : IValidateOptions<BootstrapOptions>
{
    private const int Shortest = 16;
    private const int Longest = 200;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, BootstrapOptions options)
    {
        var token = options.AdminToken;
        return
            string.IsNullOrEmpty(token)
            || (token.Length is >= Shortest and <= Longest && token.All(c => c is > ' ' and <= '~'))
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Bootstrap:AdminToken must have {Shortest} to {Longest} printable ASCII characters without spaces."
            );
    }
}

/// <summary>Creates the first admin's token if there are no tokens.</summary>
public sealed class BootstrapToken(TokenStore store, IOptions<BootstrapOptions> options, TimeProvider time)
    : IHostedService
{
    private const string Id = "admin";
    private const string Name = "Administrator";

    /// <summary>The random token that was made at this start, to be shown once; null when none was.</summary>
    public string? Made { get; private set; }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await store.AnyAsync())
        {
            return;
        }

        var chosen = options.Value.AdminToken;
        var text = string.IsNullOrEmpty(chosen) ? Token.TextOf(Id, RandomNumberGenerator.GetBytes(32)) : chosen;
        var token = new Token(Token.IdOf(text), Token.HashOf(text), Name, Role.Admin, null, time.GetUtcNow());
        // Of several gateways that start together, one shows its token.
        if (await store.AddAsync(Actor.Desk, token) == TokenAddition.Added && string.IsNullOrEmpty(chosen))
        {
            Made = text;
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
