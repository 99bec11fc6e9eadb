using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Tallydesk.People;

/// <summary>ASP.NET Core Identity's manager, with the desk's clock, longer recovery codes and codes that work once.</summary>
internal sealed class PersonManager(
    IUserStore<Person> store,
    IOptions<IdentityOptions> options,
    IPasswordHasher<Person> hasher,
    IEnumerable<IUserValidator<Person>> userValidators,
    IEnumerable<IPasswordValidator<Person>> passwordValidators,
    ILookupNormalizer normalizer,
    IdentityErrorDescriber errors,
    IServiceProvider services,
    ILogger<UserManager<Person>> log,
    TimeProvider time
) : UserManager<Person>(store, options, hasher, userValidators, passwordValidators, normalizer, errors, services, log)
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int CodeCharacters = 24;
    private static readonly TimeSpan CodeWindow = TimeSpan.FromMinutes(5);

    /// <summary>Whether nobody signs in as this person for now.</summary>
    public override Task<bool> IsLockedOutAsync(Person user) =>
        Task.FromResult(user.Secrets.LockedUntil > time.GetUtcNow());

    /// <summary>Whether a code of the authenticator app is right and has not been used. A right one is used up once the person is written.</summary>
    public async Task<bool> TakeCodeAsync(Person person, string code)
    {
        var digits = string.Concat(code.Where(char.IsAsciiDigit));
        var isUsed =
            person.Secrets.LastCode is { } last && last.Code == digits && time.GetUtcNow() - last.At < CodeWindow;
        if (isUsed || !await VerifyTwoFactorTokenAsync(person, Options.Tokens.AuthenticatorTokenProvider, digits))
        {
            return false;
        }

        person.Secrets.LastCode = new(digits, time.GetUtcNow());
        return true;
    }

    /// <summary>A recovery code: 120 random bits in four groups.</summary>
    protected override string CreateTwoFactorRecoveryCode()
    {
        var characters = RandomNumberGenerator.GetString(Alphabet, CodeCharacters);
        return string.Join('-', characters.Chunk(CodeCharacters / 4).Select(group => new string(group)));
    }
}
