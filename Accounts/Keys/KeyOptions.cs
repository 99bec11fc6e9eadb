using Microsoft.Extensions.Options;

namespace Tallydesk.Identity;

/// <summary>How the key ring is protected in the database. Section <c>Keys</c> of the settings.</summary>
internal sealed class KeyOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Keys";

    /// <summary>The setting that names the certificate.</summary>
    public const string CertificateKey = $"{Section}:{nameof(Certificate)}";

    /// <summary>A PKCS#12 file with the certificate that encrypts the keys, and its private key; none for keys in clear.</summary>
    public string? Certificate { get; set; }

    /// <summary>The file's password, if it has one.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>Accepts that the keys are stored unencrypted in PostgreSQL, where anyone who can read the database or a backup has them.</summary>
    public bool InClear { get; set; }
}

/// <summary>Finds the first wrong setting of the key ring and names its key.</summary>
/// <param name="usesPostgres">Whether the database is PostgreSQL, which other users can access.</param>
internal sealed class KeyOptionsValidator(bool usesPostgres) : IValidateOptions<KeyOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, KeyOptions options) =>
        options switch
        {
            { Certificate.Length: > 0, InClear: true } => ValidateOptionsResult.Fail(
                "Set either Keys:Certificate or Keys:InClear=true, not both: the key ring is either encrypted or unencrypted."
            ),
            { Certificate: null or "", InClear: false } when usesPostgres => ValidateOptionsResult.Fail(
                "Keys:Certificate or Keys:InClear is missing. With PostgreSQL, set Keys:Certificate to the certificate that encrypts the key ring, or set Keys:InClear=true to keep it unencrypted."
            ),
            _ => ValidateOptionsResult.Success,
        };
}
