namespace Tallydesk.Search;

/// <summary>Adds the search index to a silo.</summary>
public static class SearchRegistration
{
    /// <summary>Adds what keeps the index up to date.</summary>
    public static void AddSearchIndex(this IServiceCollection services)
    {
        services.AddSingleton<SearchIndex>();
        services.AddHostedService<SearchLoop>();
    }
}
