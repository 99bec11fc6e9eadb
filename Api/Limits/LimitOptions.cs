using Microsoft.Extensions.Options;

namespace Tallydesk.Limits;

/// <summary>
/// The rate limits per caller and gateway: a bucket has a burst size and is refilled at a rate. Section
/// <c>Limits</c> of the configuration.
/// </summary>
internal sealed class LimitOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Limits";

    /// <summary>Burst of requests per token or session.</summary>
    public int SignedInBurst { get; set; } = 500;

    /// <summary>Requests a second of a bearer, in the long run.</summary>
    public int SignedInPerSecond { get; set; } = 200;

    /// <summary>Burst of requests per network address without a valid token or session.</summary>
    public int VisitorBurst { get; set; } = 60;

    /// <summary>Requests a second of such an address.</summary>
    public int VisitorPerSecond { get; set; } = 5;

    /// <summary>Burst of all requests per network address.</summary>
    public int AddressBurst { get; set; } = 4_000;

    /// <summary>Requests a second of all bearers behind one address.</summary>
    public int AddressPerSecond { get; set; } = 2_000;

    /// <summary>Burst of sign-in, registration and password reset attempts per network address.</summary>
    public int SignInBurst { get; set; } = 10;

    /// <summary>Such attempts a minute.</summary>
    public int SignInPerMinute { get; set; } = 10;

    /// <summary>Burst of expensive requests per token or session, such as simulations and full statements.</summary>
    public int ExpensiveBurst { get; set; } = 10;

    /// <summary>Such requests a minute.</summary>
    public int ExpensivePerMinute { get; set; } = 60;

    /// <summary>Requests that are worked on at the same time in one gateway; beyond them it answers 503.</summary>
    public int AtOnce { get; set; } = 1_000;

    /// <summary>Connections to all hubs of one gateway.</summary>
    public int HubConnections { get; set; } = 5_000;

    /// <summary>Connections to all hubs of one bearer.</summary>
    public int HubConnectionsOfOne { get; set; } = 20;

    /// <summary>Burst of calls per hub connection.</summary>
    public int HubCallBurst { get; set; } = 30;

    /// <summary>Calls a second on one hub connection.</summary>
    public int HubCallsPerSecond { get; set; } = 10;
}

/// <summary>Finds the first wrong limit and names its key.</summary>
internal sealed class LimitOptionsValidator : IValidateOptions<LimitOptions>
{
    private const int Most = 1_000_000;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, LimitOptions options)
    {
        var wrong = typeof(LimitOptions)
            .GetProperties()
            .FirstOrDefault(limit => limit.GetValue(options) is not (int and >= 1 and <= Most));
        return wrong is null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{LimitOptions.Section}:{wrong.Name} must be from 1 to {Most}.");
    }
}
