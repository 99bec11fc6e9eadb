using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Tallydesk.Storage;

namespace Tallydesk.Identity;

/// <summary>The certificate under which the keys of cookies and of people's data lie in the database.</summary>
internal static class KeyCertificate
{
    private const string Setting = "Keys:Certificate";

    /// <summary>Encrypts the keys with the certificate of <c>Keys:Certificate</c>, where there is one.</summary>
    /// <exception cref="StartupException">The file can't be read; the message names the setting.</exception>
    public static void ProtectKeys(this IDataProtectionBuilder protection, IConfiguration settings)
    {
        if (settings[Setting] is { Length: > 0 } file)
        {
            protection.ProtectKeysWithCertificate(Load(file, settings["Keys:CertificatePassword"]));
        }
    }

    private static X509Certificate2 Load(string file, string? password)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(file, password);
        }
        catch (CryptographicException unreadable)
        {
            throw new StartupException($"{Setting} can't be read: {unreadable.Message}", unreadable);
        }
    }
}
