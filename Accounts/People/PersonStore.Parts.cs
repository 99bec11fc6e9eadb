using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;

namespace Tallydesk.People;

/// <content>What ASP.NET Core Identity reads and changes of a person in memory, before it has the whole written.</content>
public sealed partial class PersonStore
    : IUserPasswordStore<Person>,
        IUserEmailStore<Person>,
        IUserSecurityStampStore<Person>,
        IUserTwoFactorStore<Person>,
        IUserAuthenticatorKeyStore<Person>,
        IUserTwoFactorRecoveryCodeStore<Person>,
        IUserLoginStore<Person>,
        IUserPasskeyStore<Person>
{
    private const string Login = "login";
    private const string Passkey = "passkey";

    /// <inheritdoc/>
    public Task<string> GetUserIdAsync(Person user, CancellationToken cancellationToken) => Is(user.Id);

    /// <inheritdoc/>
    public Task<string?> GetUserNameAsync(Person user, CancellationToken cancellationToken) => Maybe(user.Email);

    /// <inheritdoc/>
    public Task SetUserNameAsync(Person user, string? userName, CancellationToken cancellationToken) =>
        Done(user.Email = userName ?? user.Email);

    /// <inheritdoc/>
    public Task<string?> GetNormalizedUserNameAsync(Person user, CancellationToken cancellationToken) =>
        Maybe(user.Email);

    /// <inheritdoc/>
    public Task SetNormalizedUserNameAsync(Person user, string? normalizedName, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <inheritdoc/>
    public Task<string?> GetEmailAsync(Person user, CancellationToken cancellationToken) => Maybe(user.Email);

    /// <inheritdoc/>
    public Task SetEmailAsync(Person user, string? email, CancellationToken cancellationToken) =>
        Done(user.Email = email ?? user.Email);

    /// <summary>An address is confirmed by the link that was sent to it.</summary>
    public Task<bool> GetEmailConfirmedAsync(Person user, CancellationToken cancellationToken) => Is(user.HasAccepted);

    /// <inheritdoc/>
    public Task SetEmailConfirmedAsync(Person user, bool confirmed, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <inheritdoc/>
    public Task<Person?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) =>
        FindByNameAsync(normalizedEmail, cancellationToken);

    /// <inheritdoc/>
    public Task<string?> GetNormalizedEmailAsync(Person user, CancellationToken cancellationToken) => Maybe(user.Email);

    /// <inheritdoc/>
    public Task SetNormalizedEmailAsync(Person user, string? normalizedEmail, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <inheritdoc/>
    public Task SetPasswordHashAsync(Person user, string? passwordHash, CancellationToken cancellationToken) =>
        Done(user.Secrets.PasswordHash = passwordHash);

    /// <inheritdoc/>
    public Task<string?> GetPasswordHashAsync(Person user, CancellationToken cancellationToken) =>
        Maybe(user.Secrets.PasswordHash);

    /// <inheritdoc/>
    public Task<bool> HasPasswordAsync(Person user, CancellationToken cancellationToken) =>
        Is(user.Secrets.PasswordHash is not null);

    /// <inheritdoc/>
    public Task SetSecurityStampAsync(Person user, string stamp, CancellationToken cancellationToken) =>
        Done(user.Secrets.Stamp = stamp);

    /// <inheritdoc/>
    public Task<string?> GetSecurityStampAsync(Person user, CancellationToken cancellationToken) =>
        Maybe(user.Secrets.Stamp);

    /// <inheritdoc/>
    public Task SetTwoFactorEnabledAsync(Person user, bool enabled, CancellationToken cancellationToken) =>
        Done(user.Secrets.HasSecondFactor = enabled);

    /// <inheritdoc/>
    public Task<bool> GetTwoFactorEnabledAsync(Person user, CancellationToken cancellationToken) =>
        Is(user.Secrets.HasSecondFactor);

    /// <inheritdoc/>
    public Task SetAuthenticatorKeyAsync(Person user, string key, CancellationToken cancellationToken) =>
        Done(user.Secrets.AuthenticatorKey = key);

    /// <inheritdoc/>
    public Task<string?> GetAuthenticatorKeyAsync(Person user, CancellationToken cancellationToken) =>
        Maybe(user.Secrets.AuthenticatorKey);

    /// <inheritdoc/>
    public Task ReplaceCodesAsync(
        Person user,
        IEnumerable<string> recoveryCodes,
        CancellationToken cancellationToken
    ) => Done(user.Secrets.RecoveryCodes = [.. recoveryCodes.Select(HashOf)]);

    /// <inheritdoc/>
    public Task<bool> RedeemCodeAsync(Person user, string code, CancellationToken cancellationToken)
    {
        var left = user.Secrets.RecoveryCodes.Remove(HashOf(code));
        var isOne = left.Length < user.Secrets.RecoveryCodes.Length;
        user.Secrets.RecoveryCodes = left;
        return Is(isOne);
    }

    /// <inheritdoc/>
    public Task<int> CountCodesAsync(Person user, CancellationToken cancellationToken) =>
        Is(user.Secrets.RecoveryCodes.Length);

    /// <inheritdoc/>
    public Task AddLoginAsync(Person user, UserLoginInfo login, CancellationToken cancellationToken) =>
        Done(user.Secrets.Logins = user.Secrets.Logins.Add(new(login.LoginProvider, login.ProviderKey)));

    /// <inheritdoc/>
    public Task RemoveLoginAsync(
        Person user,
        string loginProvider,
        string providerKey,
        CancellationToken cancellationToken
    ) => Done(user.Secrets.Logins = user.Secrets.Logins.Remove(new(loginProvider, providerKey)));

    /// <inheritdoc/>
    public Task<IList<UserLoginInfo>> GetLoginsAsync(Person user, CancellationToken cancellationToken) =>
        Is<IList<UserLoginInfo>>([
            .. user.Secrets.Logins.Select(login => new UserLoginInfo(login.Issuer, login.Subject, login.Issuer)),
        ]);

    /// <inheritdoc/>
    public Task<Person?> FindByLoginAsync(
        string loginProvider,
        string providerKey,
        CancellationToken cancellationToken
    ) => FindByKeyAsync(Login, KeyOf(loginProvider, providerKey));

    /// <inheritdoc/>
    public Task AddOrUpdatePasskeyAsync(Person user, UserPasskeyInfo passkey, CancellationToken cancellationToken) =>
        Done(user.Secrets.Passkeys = [.. Others(user, passkey.CredentialId), passkey]);

    /// <inheritdoc/>
    public Task RemovePasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken) =>
        Done(user.Secrets.Passkeys = [.. Others(user, credentialId)]);

    /// <inheritdoc/>
    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Person user, CancellationToken cancellationToken) =>
        Is<IList<UserPasskeyInfo>>([.. user.Secrets.Passkeys]);

    /// <inheritdoc/>
    public Task<Person?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        FindByKeyAsync(Passkey, KeyOf(credentialId));

    /// <inheritdoc/>
    public Task<UserPasskeyInfo?> FindPasskeyAsync(
        Person user,
        byte[] credentialId,
        CancellationToken cancellationToken
    ) => Is(user.Secrets.Passkeys.FirstOrDefault(passkey => passkey.CredentialId.AsSpan().SequenceEqual(credentialId)));

    private static IEnumerable<UserPasskeyInfo> Others(Person person, byte[] credentialId) =>
        person.Secrets.Passkeys.Where(passkey => !passkey.CredentialId.AsSpan().SequenceEqual(credentialId));

    private static string KeyOf(string issuer, string subject) => $"{issuer}\n{subject}";

    private static string KeyOf(byte[] credentialId) => WebEncoders.Base64UrlEncode(credentialId);

    // A recovery code has 120 random bits, so a fast hash keeps it secret.
    private static string HashOf(string code) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code.Trim().ToLowerInvariant())));

    private static Task<T> Is<T>(T value) => Task.FromResult(value);

    private static Task<string?> Maybe(string? text) => Task.FromResult(text);

    private static Task Done(object? _) => Task.CompletedTask;
}
