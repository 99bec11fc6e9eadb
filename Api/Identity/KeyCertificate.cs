using Microsoft.AspNetCore.DataProtection;
using Tallydesk.Hosting;

namespace Tallydesk.Identity;

/// <summary>The certificate under which the keys of cookies and of people's data lie in the database.</summary>
internal static class KeyCertificate
{
    private const string Setting = "Keys:Certificate";

    /// <summary>Encrypts the keys with the certificate of <c>Keys:Certificate</c>, where there is one.</summary>
    /// <exception cref="Storage.StartupException">The file can't be read; the message names the setting.</exception>
    public static void ProtectKeys(this IDataProtectionBuilder protection, IConfiguration settings)
    {
        if (settings[Setting] is { Length: > 0 } file)
        {
            protection.ProtectKeysWithCertificate(
                CertificateFiles.WithKey(Setting, file, settings["Keys:CertificatePassword"])
            );
        }
    }
}
