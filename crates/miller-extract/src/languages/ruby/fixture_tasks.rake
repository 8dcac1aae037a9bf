require "rake/clean"

desc "Checks everything"
task default: %w[lint test]

namespace :db do
  # Not the description.
  desc "Brings the tables up to date"
  task :migrate, [:version] => :environment do |task, arguments|
    migrate(arguments[:version])
  end

  task "seed" do
    load_seeds
  end
end

def load_seeds
  sh "bin/seed"
end
