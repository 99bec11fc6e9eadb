using Microsoft.Extensions.Options;

namespace Tallydesk.Hosting;

/// <summary>A process's place in the cluster. Section <c>Cluster</c> of the settings.</summary>
public sealed class MemberOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Cluster";

    /// <summary>The service id under which Orleans stores data, the same on every installation.</summary>
    public const string ServiceId = "tallydesk";

    /// <summary>Whether a gateway is a client of the cluster's silos instead of hosting the grains itself.</summary>
    public bool Enabled { get; set; }

    /// <summary>Which cluster of the database's; silos and gateways of one name find each other.</summary>
    public string ClusterId { get; set; } = "tallydesk";

    /// <summary>
    /// The address or host name by which other processes reach the silo, and the only one it listens on; loopback by
    /// default, so that no other machine reaches it.
    /// </summary>
    public string? AdvertisedHost { get; set; }

    /// <summary>The port for other silos.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port for gateways.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>This process's certificate with its key, a PKCS#12 file; none for connections in the clear.</summary>
    public string? Certificate { get; set; }

    /// <summary>The password of that file, if it has one.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>The certificate of the authority that issued those of all the cluster's processes, a PEM file.</summary>
    public string? Authority { get; set; }

    /// <summary>Whether the cluster's processes talk by TLS.</summary>
    public bool UsesTls => !string.IsNullOrEmpty(Certificate);
}

/// <summary>Finds the first wrong cluster setting and names its key.</summary>
public sealed class MemberOptionsValidator : IValidateOptions<MemberOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, MemberOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var wrong = options switch
        {
            { ClusterId: null or "" or { Length: > 100 } } => "Cluster:ClusterId must have 1 to 100 characters.",
            { SiloPort: < 1 or > 65535 } => "Cluster:SiloPort must be from 1 to 65535.",
            { GatewayPort: < 1 or > 65535 } => "Cluster:GatewayPort must be from 1 to 65535.",
            { UsesTls: true, Authority: null or "" } =>
                "Cluster:Authority is missing. TLS needs both Cluster:Authority and Cluster:Certificate.",
            { UsesTls: false, Authority: not (null or "") } =>
                "Cluster:Certificate is missing. TLS needs both Cluster:Certificate and Cluster:Authority.",
            _ when options.SiloPort == options.GatewayPort =>
                "Cluster:GatewayPort must be different from Cluster:SiloPort.",
            _ => null,
        };
        return wrong is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
