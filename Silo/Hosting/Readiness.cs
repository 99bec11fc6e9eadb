namespace Tallydesk.Hosting;

/// <summary>Whether this process can reach grains.</summary>
public interface IReadiness
{
    /// <summary>True while grains can be called.</summary>
    bool ReachesGrains { get; }
}

/// <summary>A silo reaches grains while the cluster counts it as active.</summary>
internal sealed class SiloReadiness(ISiloStatusOracle oracle) : IReadiness
{
    /// <inheritdoc/>
    public bool ReachesGrains => oracle.CurrentStatus == SiloStatus.Active;
}

/// <summary>A gateway process reaches grains while it is connected to a silo.</summary>
internal sealed class ClientReadiness : IReadiness
{
    private volatile bool lost;

    /// <inheritdoc/>
    public bool ReachesGrains => !lost;

    /// <summary>Called by Orleans when the number of connected silos changes.</summary>
    public void OnGatewayCountChanged(object? sender, GatewayCountChangedEventArgs args) =>
        lost = args.NumberOfConnectedGateways == 0;

    /// <summary>Called by Orleans when the last connection is gone.</summary>
    public void OnConnectionLost(object? sender, EventArgs args) => lost = true;
}
